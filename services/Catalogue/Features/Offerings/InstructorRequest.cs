using Bpsdm.Catalogue.Domain;
using FluentValidation;

namespace Bpsdm.Catalogue.Features.Offerings;

/// <param name="Id">NIP of a widyaiswara, or a code for somebody from outside: 3 to 30 letters, digits, '-', '.', '_'.</param>
internal sealed record InstructorRequest(string? Id, string? Name)
{
    public Instructor Instructor => new(Id!, Name!);
}

internal static class InstructorValidation
{
    private const int MaxInstructors = 20;

    public static void Instructors<T>(this IRuleBuilder<T, IReadOnlyList<InstructorRequest?>?> rule) => rule
        .Must(i => i is null || i.Count <= MaxInstructors).WithMessage($"'instructors' paling banyak {MaxInstructors}.")
        .Must(list => list.AreDistinct(i => i.Id))
        .WithMessage("'instructors' menyebut satu orang lebih dari sekali.")
        .ForEach(each => each.NotNull().ChildRules(instructor =>
        {
            instructor.RuleFor(i => i!.Id)
                .Must(id => id is { Length: >= 3 and <= 30 } && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_'))
                .WithMessage("'id' pengajar harus NIP, atau kode 3 sampai 30 huruf, angka, '-', '.', atau '_'.");
            instructor.RuleFor(i => i!.Name).Text(200);
        }));
}
