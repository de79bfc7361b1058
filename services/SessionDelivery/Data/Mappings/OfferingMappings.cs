using System.Runtime.CompilerServices;
using System.Text.Json;
using Bpsdm.SessionDelivery.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Bpsdm.SessionDelivery.Data.Mappings;

internal sealed class OfferingMapping : IEntityTypeConfiguration<Offering>
{
    public void Configure(EntityTypeBuilder<Offering> builder)
    {
        builder.ToTable("offerings");
        builder.Property(o => o.Id).ValueGeneratedNever();
        builder.ComplexProperty(o => o.Rule, rule =>
        {
            rule.Property(r => r.MinAttendancePercent).HasColumnName("min_attendance_percent");
            rule.Property(r => r.AllModulesRequired).HasColumnName("all_modules_required");
            rule.Property(r => r.PassingGrade).HasColumnName("passing_grade");
            rule.Property(r => r.MaxAttempts).HasColumnName("max_attempts");
            rule.Property(r => r.EvaluationRequired).HasColumnName("evaluation_required");
        });
        builder.Property(o => o.Modules).AsJson();
        builder.Property(o => o.Sessions).AsJson();
    }
}

internal sealed class OfferingNewsMapping : IEntityTypeConfiguration<OfferingNews>
{
    public void Configure(EntityTypeBuilder<OfferingNews> builder)
    {
        builder.ToTable("offering_news");
        builder.HasKey(n => n.OfferingId);
        builder.Property(n => n.OfferingId).ValueGeneratedNever();
        builder.Property(n => n.Postponement!).AsJson();
        builder.Property(n => n.Cancellation!).AsJson();
    }
}

internal sealed class PostTestMapping : IEntityTypeConfiguration<PostTest>
{
    public void Configure(EntityTypeBuilder<PostTest> builder)
    {
        builder.ToTable("post_tests");
        builder.HasKey(t => t.OfferingId);
        builder.Property(t => t.OfferingId).ValueGeneratedNever();
        builder.Property(t => t.Questions).AsJson();
        builder.HasOne<Offering>().WithOne().HasForeignKey<PostTest>(t => t.OfferingId);
    }
}

/// <summary>Values that are replaced and read as a whole: one jsonb column in place of a table each.</summary>
internal static class JsonColumn
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static void AsJson<T>(this PropertyBuilder<T> property) where T : class =>
        property.HasColumnType("jsonb").HasConversion(
            value => Write(value),
            json => Read<T>(json),
            new ValueComparer<T>((a, b) => ReferenceEquals(a, b), value => RuntimeHelpers.GetHashCode(value), value => value));

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Options)!;
}
