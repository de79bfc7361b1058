using Bpsdm.Catalogue.Domain;

namespace Bpsdm.Catalogue.Features.Designs;

/// <summary>Explains a delivery design to the people who have to agree with it.</summary>
internal static class DesignText
{
    public static IReadOnlyList<string> Of(IReadOnlyList<Module> modules, int? classroomDays, IReadOnlyList<Portion> portions, DeliveryRules rules)
    {
        var titleOf = modules.ToDictionary(m => m.Id, m => m.Title);
        var days = portions.Max(p => p.Day);
        return
        [
            $"Aturan JP per hari versi {rules.Version}, berlaku sejak {rules.ValidFrom:yyyy-MM-dd}. {rules.Source}",
            .. portions.GroupBy(p => p.Mode).Select(mode => ModeLine(mode.Key, mode.Sum(p => p.Jp), rules.JpPerDay(mode.Key))),
            classroomDays is { } inClass ? $"Di kelas program ini memerlukan {inClass} hari; dengan rancangan ini {days} hari."
                : $"Seluruhnya {modules.Sum(m => m.Jp)} JP dalam {days} hari.",
            .. modules.Select(m => ModuleLine(m, [.. portions.Where(p => p.ModuleId == m.Id)], rules)),
            .. portions.GroupBy(p => p.Day).Select(day =>
                $"Hari {day.Key} ({NameOf(day.First().Mode)}): "
                + string.Join("; ", day.Select(p => $"{p.Jp} JP modul {p.ModuleNumber} {titleOf[p.ModuleId]}"))),
        ];
    }

    private static string ModeLine(DeliveryMode mode, int jp, int limit) =>
        $"{NameOf(mode)}: {jp} JP, paling banyak {limit} JP sehari, menjadi {(jp + limit - 1) / limit} hari.";

    private static string ModuleLine(Module module, IReadOnlyList<Portion> own, DeliveryRules rules)
    {
        var (mode, first, last) = (own[0].Mode, own[0].Day, own[^1].Day);
        return $"Modul {module.Number} {module.Title} ({NameOf(module.Method)}): {NameOf(mode).ToLowerInvariant()}, {module.Jp} JP, "
            + $"paling banyak {rules.JpPerDay(mode)} JP sehari, hari {(first == last ? $"{first}" : $"{first} sampai {last}")}; {Why(module.Method, mode)}.";
    }

    private static string Why(ModuleMethod method, DeliveryMode mode) => (method, mode) switch
    {
        (ModuleMethod.Practice, DeliveryMode.FaceToFace) => "praktik memerlukan alat dan pendampingan di tempat",
        (ModuleMethod.Practice, _) => "praktik tanpa hadir di tempat, kelayakannya harus ditelaah",
        (_, DeliveryMode.FaceToFace) => "dilaksanakan di kelas bersama pengajar",
        (_, DeliveryMode.SelfPaced) => "dipelajari sendiri, dihitung menurut batas e-learning",
        (ModuleMethod.Assessment, DeliveryMode.Live) => "evaluasi diawasi secara langsung",
        (_, DeliveryMode.Live) => "pengajar dan peserta hadir pada saat yang sama, dihitung menurut JP sebenarnya",
    };

    private static string NameOf(DeliveryMode mode) => mode switch
    {
        DeliveryMode.SelfPaced => "Belajar mandiri",
        DeliveryMode.Live => "Daring langsung",
        DeliveryMode.FaceToFace => "Tatap muka",
    };

    private static string NameOf(ModuleMethod method) => method switch
    {
        ModuleMethod.Theory => "teori",
        ModuleMethod.Discussion => "diskusi",
        ModuleMethod.Practice => "praktik",
        ModuleMethod.Assessment => "evaluasi",
    };
}
