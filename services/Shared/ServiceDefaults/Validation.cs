using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Bpsdm.ServiceDefaults;

public static class Validation
{
    /// <summary>
    /// Validates the argument of type <typeparamref name="T"/> by the registered <see cref="IValidator{T}"/> before the handler runs;
    /// answers 400 with every broken field under its JSON name.
    /// </summary>
    public static RouteHandlerBuilder Validate<T>(this RouteHandlerBuilder builder) where T : class =>
        builder
            .AddEndpointFilter(async (context, next) =>
            {
                if (context.Arguments.OfType<T>().FirstOrDefault() is not { } argument)
                    return Problems.Invalid("$", "Isi permintaan wajib ada.");
                var validator = context.HttpContext.RequestServices.GetRequiredService<IValidator<T>>();
                var result = await validator.ValidateAsync(argument, context.HttpContext.RequestAborted);
                return result.IsValid
                    ? await next(context)
                    : TypedResults.ValidationProblem(
                        result.Errors.GroupBy(e => JsonName(e.PropertyName), StringComparer.Ordinal)
                            .ToDictionary(g => g.Key, g => g.Select(e => e.ErrorMessage).Distinct(StringComparer.Ordinal).ToArray(), StringComparer.Ordinal),
                        title: Problems.Titles[400]);
            })
            .ProducesValidationProblem();

    private static string JsonName(string property) =>
        string.Join('.', property.Split('.').Select(p => p.Length == 0 ? p : char.ToLowerInvariant(p[0]) + p[1..]));
}
