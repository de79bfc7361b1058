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
        });
        builder.Property(o => o.Modules).AsJson();
        builder.Property(o => o.Sessions).AsJson();
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

/// <summary>Lists that are written once and always read whole: one jsonb column in place of a table each.</summary>
internal static class JsonColumn
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static void AsJson<T>(this PropertyBuilder<List<T>> property) =>
        property.HasColumnType("jsonb").HasConversion(
            list => JsonSerializer.Serialize(list, Options),
            json => JsonSerializer.Deserialize<List<T>>(json, Options)!,
            new ValueComparer<List<T>>((a, b) => ReferenceEquals(a, b), list => list.Count, list => list));
}
