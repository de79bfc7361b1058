using System.Globalization;
using System.Text.Json;
using FluentValidation;

namespace Bpsdm.Catalogue;

internal static class RequestValidation
{
    /// <summary>Registers every validator of this service; their messages are Indonesian and name a field as the JSON does.</summary>
    public static void AddRequestValidation(this IServiceCollection services)
    {
        ValidatorOptions.Global.LanguageManager.Culture = CultureInfo.GetCultureInfo("id");
        ValidatorOptions.Global.DisplayNameResolver = (_, member, _) => member is null ? null : JsonNamingPolicy.CamelCase.ConvertName(member.Name);
        services.AddValidatorsFromAssemblyContaining<PublicCache>(ServiceLifetime.Singleton, includeInternalTypes: true);
    }

    /// <summary>A reason or an explanation: several lines if need be, but not U+0000, which PostgreSQL cannot store.</summary>
    public static IRuleBuilderOptions<T, string?> Prose<T>(this IRuleBuilder<T, string?> rule) =>
        rule.NotEmpty().MaximumLength(2000).Must(text => text?.Contains('\0') != true)
            .WithMessage("'{PropertyName}' memuat karakter yang tidak dapat disimpan (U+0000).");

    /// <summary>Text that somebody will read: something in it, no longer than the column, no control characters.</summary>
    public static IRuleBuilderOptions<T, string?> Text<T>(this IRuleBuilder<T, string?> rule, int maxLength) =>
        rule.NotEmpty().MaximumLength(maxLength).Must(text => text is null || !text.Any(char.IsControl))
            .WithMessage("'{PropertyName}' tidak boleh memuat karakter kendali.");
}
