using Bpsdm.Catalogue.Domain;

namespace Bpsdm.Catalogue.Data.Seed;

/// <summary>A first curriculum for a diklat of which only the JP is known; the reviewers replace it by the real one.</summary>
internal static class SeedCurriculum
{
    private static readonly (string Title, ModuleMethod Method, int Percent)[] WithoutPractice =
    [
        ("Konsep dan Kebijakan", ModuleMethod.Theory, 30),
        ("Metode dan Teknik", ModuleMethod.Theory, 40),
        ("Diskusi dan Studi Kasus", ModuleMethod.Discussion, 30),
    ];

    private static readonly (string Title, ModuleMethod Method, int Percent)[] WithPractice =
    [
        ("Konsep dan Kebijakan", ModuleMethod.Theory, 25),
        ("Metode dan Teknik", ModuleMethod.Theory, 25),
        ("Diskusi dan Studi Kasus", ModuleMethod.Discussion, 20),
        ("Praktik Terbimbing", ModuleMethod.Practice, 30),
    ];

    private static readonly (string Title, ModuleMethod Method, int Percent)[] MostlyPractice =
    [
        ("Konsep dan Keselamatan Kerja", ModuleMethod.Theory, 20),
        ("Peragaan dan Diskusi", ModuleMethod.Discussion, 10),
        ("Praktik Dasar", ModuleMethod.Practice, 35),
        ("Praktik Lanjutan", ModuleMethod.Practice, 35),
    ];

    public static IReadOnlyList<ModuleDraft> Of(string programme, PracticeNeed practice, int jp)
    {
        var parts = practice switch
        {
            PracticeNeed.None => WithoutPractice,
            PracticeNeed.Mixed => WithPractice,
            PracticeNeed.Practical => MostlyPractice,
        };
        var assessment = Math.Max(1, jp / 16);
        var taught = jp - assessment;
        var modules = parts.Select(p => new ModuleDraft($"{p.Title} {programme}", Math.Max(1, taught * p.Percent / 100), p.Method)).ToList();
        // What rounding left over goes to the last part, which is the one that most needs time.
        modules[^1] = modules[^1] with { Jp = modules[^1].Jp + taught - modules.Sum(m => m.Jp) };
        modules.Add(new ModuleDraft($"Evaluasi {programme}", assessment, ModuleMethod.Assessment));
        return modules;
    }
}
