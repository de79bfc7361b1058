using Bpsdm.Enrolment.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bpsdm.Enrolment.Tests;

public sealed class MigrationTests(EnrolmentFixture service) : EnrolmentTest(service)
{
    [Fact]
    public async Task The_migrations_are_the_model_and_running_them_again_changes_nothing()
    {
        await using var scope = Service.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<EnrolmentDb>().Database;

        database.HasPendingModelChanges().ShouldBeFalse();
        await Service.MigrateAsync();
        (await database.GetPendingMigrationsAsync()).ShouldBeEmpty();
        (await Service.CountAsync("SELECT count(*) FROM agencies WHERE code = 'OPD-01'")).ShouldBe(1);
    }
}
