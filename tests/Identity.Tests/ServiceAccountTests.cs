using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Bpsdm.ServiceDefaults;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Bpsdm.Identity.Tests;

[Collection(IdentityCollection.Name)]
public sealed class ServiceAccountTests(IdentityFixture identity)
{
    [Theory]
    [InlineData(Roles.TrainingAdmin, null)]
    [InlineData(Roles.AgencyAdmin, "OPD-09")]
    [InlineData(Roles.Instructor, null)]
    [InlineData(Roles.HrSystem, null)]
    [InlineData(Roles.Operator, null)]
    public async Task A_service_account_gets_a_token_with_its_role(string client, string? agency)
    {
        var token = new JsonWebToken(await identity.ClientTokenAsync(client));

        token.Typ.ShouldBe("at+jwt");
        token.Alg.ShouldBe("ES256");
        token.Issuer.ShouldBe(IdentityFixture.Issuer);
        token.Audiences.ShouldBe([TokenClaims.Audience]);
        token.Subject.ShouldBe(client);
        token.GetClaim(TokenClaims.Role).Value.ShouldBe(client);
        token.TryGetClaim(TokenClaims.Agency, out var claim).ShouldBe(agency is not null);
        claim?.Value.ShouldBe(agency);
        (token.ValidTo - token.IssuedAt).ShouldBe(TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task The_secret_may_come_by_basic_authentication()
    {
        var client = identity.Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"operator:{IdentityFixture.ClientSecret}")));
        (await IdentityFixture.PostTokenAsync(client, ("grant_type", "client_credentials"))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("operator", "salah", HttpStatusCode.Unauthorized, "invalid_client")]
    [InlineData("operator", "", HttpStatusCode.BadRequest, "invalid_request")]
    [InlineData("tidak-ada", IdentityFixture.ClientSecret, HttpStatusCode.Unauthorized, "invalid_client")]
    public async Task A_wrong_secret_or_an_unknown_client_is_refused(string client, string secret, HttpStatusCode status, string error)
    {
        var answer = await identity.PostTokenAsync(("grant_type", "client_credentials"), ("client_id", client), ("client_secret", secret));
        await answer.ShouldBeErrorAsync(status, error);
    }

    [Fact]
    public async Task The_secret_is_stored_as_a_hash()
    {
        await using var command = identity.Database.CreateCommand("SELECT client_secret FROM clients WHERE client_id = 'operator'");
        var stored = (string)(await command.ExecuteScalarAsync())!;
        stored.ShouldStartWith("sha256:");
        stored.ShouldNotContain(IdentityFixture.ClientSecret);
    }

    [Fact]
    public async Task A_grant_that_is_not_the_clients_own_is_refused()
    {
        var employee = await identity.PostTokenAsync(
            ("grant_type", "urn:bpsdm:grant-type:employee"), ("client_id", "operator"), ("client_secret", IdentityFixture.ClientSecret), ("nip", IdentityFixture.Nip));
        await employee.ShouldBeErrorAsync(HttpStatusCode.BadRequest, "unauthorized_client");

        var portal = await identity.PostTokenAsync(
            ("grant_type", "client_credentials"), ("client_id", "employee-portal"), ("client_secret", IdentityFixture.ClientSecret));
        await portal.ShouldBeErrorAsync(HttpStatusCode.BadRequest, "unauthorized_client");

        var password = await identity.PostTokenAsync(
            ("grant_type", "password"), ("client_id", "operator"), ("client_secret", IdentityFixture.ClientSecret), ("username", "a"), ("password", "b"));
        await password.ShouldBeErrorAsync(HttpStatusCode.BadRequest, "unsupported_grant_type");
    }

    [Fact]
    public async Task The_portal_gets_a_learners_token_for_an_employee()
    {
        var answer = await identity.PostTokenAsync(
            ("grant_type", "urn:bpsdm:grant-type:employee"), ("client_id", "employee-portal"), ("client_secret", IdentityFixture.ClientSecret), ("nip", IdentityFixture.Nip));

        var token = new JsonWebToken((await answer.ReadAsync()).GetProperty("access_token").GetString());
        token.Subject.ShouldBe(IdentityFixture.Nip);
        token.GetClaim(TokenClaims.Nip).Value.ShouldBe(IdentityFixture.Nip);
        token.GetClaim(TokenClaims.Role).Value.ShouldBe(Roles.Learner);
    }

    [Theory]
    [InlineData("")]
    [InlineData("19850315201001200")]
    [InlineData("1985031520100120011")]
    [InlineData("19850315201001200x")]
    [InlineData("１９８５０３１５２０１００１２００１")]
    public async Task A_nip_of_another_form_is_refused(string nip)
    {
        var answer = await identity.PostTokenAsync(
            ("grant_type", "urn:bpsdm:grant-type:employee"), ("client_id", "employee-portal"), ("client_secret", IdentityFixture.ClientSecret), ("nip", nip));
        await answer.ShouldBeErrorAsync(HttpStatusCode.BadRequest, "invalid_request");
    }

    [Fact]
    public async Task Tokens_of_service_accounts_and_of_the_portal_leave_no_rows()
    {
        await using (var clear = identity.Database.CreateCommand("DELETE FROM tokens WHERE subject IN ('hr-system', '199001012015011001')"))
            await clear.ExecuteNonQueryAsync();

        await identity.ClientTokenAsync("hr-system");
        await identity.PostTokenAsync(
            ("grant_type", "urn:bpsdm:grant-type:employee"), ("client_id", "employee-portal"), ("client_secret", IdentityFixture.ClientSecret), ("nip", "199001012015011001"));

        (await identity.CountAsync("tokens WHERE subject IN ('hr-system', '199001012015011001')")).ShouldBe(0);
        (await identity.CountAsync("authorizations WHERE subject IN ('hr-system', '199001012015011001')")).ShouldBe(0);
    }
}
