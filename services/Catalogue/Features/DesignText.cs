using Bpsdm.Catalogue.Domain;

namespace Bpsdm.Catalogue.Features;

/// <summary>Explains a delivery design to the people who have to agree with it.</summary>
internal static class DesignText
{
    public static IReadOnlyList<string> Of(Programme programme, DeliveryRules rules)
    {
        var design = programme.Design!;
        var titleOf = programme.Modules.ToDictionary(m => m.Id, m => m.Title);
        return
        [
            $"Aturan JP per hari versi {rules.Version}, berlaku sejak {rules.ValidFrom:yyyy-MM-dd}. {rules.Source}",
            .. design.Portions.GroupBy(p => p.Mode).Select(mode => ModeLine(mode.Key, mode.Sum(p => p.Jp), rules.JpPerDay(mode.Key))),
            .. programme.ClassroomDays is { } days ? [$"Di kelas program ini memerlukan {days} hari; dengan rancangan ini {design.Days} hari."]
                : (string[])[$"Seluruhnya {programme.Jp} JP dalam {design.Days} hari."],
            .. design.Portions.GroupBy(p => p.Day).Select(day =>
                $"Hari {day.Key} ({NameOf(day.First().Mode)}): "
                + string.Join("; ", day.Select(p => $"{p.Jp} JP modul {p.ModuleNumber} {titleOf[p.ModuleId]}"))),
        ];
    }

    private static string ModeLine(DeliveryMode mode, int jp, int limit) =>
        $"{NameOf(mode)}: {jp} JP, paling banyak {limit} JP sehari, menjadi {(jp + limit - 1) / limit} hari.";

    private static string NameOf(DeliveryMode mode) => mode switch
    {
        DeliveryMode.SelfPaced => "Belajar mandiri",
        DeliveryMode.Live => "Daring langsung",
        DeliveryMode.FaceToFace => "Tatap muka",
    };
}
