using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Web;

namespace Bpsdm.Identity.Tests;

/// <summary>A browser with its cookies that signs in at the login page for a public client.</summary>
public sealed partial class Browser(Uri server) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = server };

    public string Verifier { get; } = Base64Url(RandomNumberGenerator.GetBytes(32));

    public static string Base64Url(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    public string AuthorizeAddress(
        string client = "bpsdm-web", string redirectUri = IdentityFixture.RedirectUri, bool pkce = true, string method = "S256", string more = "")
    {
        var challenge = method == "plain" ? Verifier : Base64Url(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));
        var proof = pkce ? $"&code_challenge={challenge}&code_challenge_method={method}" : "";
        return $"/connect/authorize?client_id={client}&response_type=code&state=xyz&scope=openid%20offline_access"
             + $"&redirect_uri={Uri.EscapeDataString(redirectUri)}{proof}{more}";
    }

    public Task<HttpResponseMessage> GetAsync(string address) => _http.GetAsync(address);

    public async Task<HttpResponseMessage> LoginAsync(string user, string password, string returnUrl, bool antiforgery = true)
    {
        var form = await (await _http.GetAsync($"/account/login?returnUrl={Uri.EscapeDataString(returnUrl)}")).Content.ReadAsStringAsync();
        var fields = HiddenFields().Matches(form).ToDictionary(m => m.Groups["name"].Value, m => WebUtility.HtmlDecode(m.Groups["value"].Value), StringComparer.Ordinal);
        if (!antiforgery) fields.Remove("__RequestVerificationToken");
        fields["userName"] = user;
        fields["password"] = password;
        return await _http.PostAsync("/account/login", new FormUrlEncodedContent(fields));
    }

    /// <summary>The whole way: authorization request, login, back with a code.</summary>
    public async Task<string> CodeAsync(string user, string client = "bpsdm-web")
    {
        var login = await GetAsync(AuthorizeAddress(client));
        login.StatusCode.ShouldBe(HttpStatusCode.Found);
        var returnUrl = Parameter(new Uri(_http.BaseAddress!, login.Headers.Location!), "returnUrl");
        var signedIn = await LoginAsync(user, IdentityFixture.UserPassword, returnUrl);
        signedIn.StatusCode.ShouldBe(HttpStatusCode.Found, await signedIn.Content.ReadAsStringAsync());
        var back = await GetAsync(signedIn.Headers.Location!.ToString());
        back.StatusCode.ShouldBe(HttpStatusCode.Found, await back.Content.ReadAsStringAsync());
        back.Headers.Location!.ToString().ShouldStartWith(IdentityFixture.RedirectUri + "?");
        Parameter(back.Headers.Location!, "state").ShouldBe("xyz");
        return Parameter(back.Headers.Location!, "code");
    }

    public static string Parameter(Uri uri, string name) =>
        HttpUtility.ParseQueryString(uri.Query)[name] ?? throw new InvalidOperationException($"No {name} in {uri}.");

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]+)" value="(?<value>[^"]*)">""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HiddenFields();
}
