using System.Net;

namespace Bpsdm.Demo;

/// <summary>From an agency's need to a scheduled e-bimtek with its post-test, as the agency, BPSDM and the instructor would.</summary>
internal sealed class Preparation(PlatformApi api)
{
    private const string ProgrammeCode = "EBIMTEK-2020-01";

    public static readonly string[] Questions =
    [
        "Berapa menit satu jam pelajaran (JP)?",
        "Berapa JP pengembangan kompetensi yang menjadi hak setiap PNS dalam setahun?",
        "Siapa yang mengusulkan kebutuhan diklat?",
        "Apa bukti bahwa seseorang lulus diklat?",
        "Apa yang ditinjau sebelum diklat ditawarkan jarak jauh?",
    ];

    public static readonly string[] RightAnswers = ["45 menit", "20 JP", "Perangkat daerah", "Sertifikat", "Kelayakannya"];

    private static readonly string[] WrongAnswers = ["60 menit", "10 JP", "Peserta", "Daftar hadir", "Warnanya"];

    public async Task<Offering> PublishAsync(int capacity, TimeProvider time)
    {
        var admin = await api.ServiceTokenAsync("training-admin");
        var programme = await ProgrammeAsync(admin);
        var now = time.GetUtcNow();
        await NeedAsync(programme, capacity, now.ToOffset(TimeSpan.FromHours(7)).Year);
        return await OfferAsync(programme, capacity, now);
    }

    /// <summary>An offering whose one session has begun.</summary>
    public async Task<Offering> OfferAsync(Created programme, int capacity, DateTimeOffset now)
    {
        var admin = await api.ServiceTokenAsync("training-admin");
        var ends = now.AddHours(4);
        var offering = await api.PostAsync<Created>($"/api/catalogue/programmes/{programme.Id}/offerings", admin, new
        {
            startDate = Wib(now.AddMinutes(-10)),
            endDate = Wib(now.AddDays(7)),
            capacity,
            place = "Daring",
            enrolmentOpensAt = now.AddHours(-1),
            enrolmentClosesAt = ends,
            eligibility = new { excludeEducationTeachers = true, excludeCovidResponse = true },
            completion = new { minAttendancePercent = 100, allModulesRequired = true, passingGrade = 70, maxAttempts = 2 },
            sessions = new[] { new { moduleNumber = 1, title = "Kelas langsung jarak jauh", startsAt = now.AddMinutes(-10), endsAt = ends } },
        }, Guid.CreateVersion7());
        return await api.GetAsync<Offering>($"/api/catalogue/offerings/{offering.Id}", admin);

        static string Wib(DateTimeOffset at) => at.ToOffset(TimeSpan.FromHours(7)).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The programme of the e-bimtek, made and reviewed where it is not yet.</summary>
    public async Task<Created> ProgrammeAsync(string admin)
    {
        if (await api.TryGetAsync<Created>($"/api/catalogue/programmes/by-code/{ProgrammeCode}", admin) is { } known) return known;
        var programme = await api.PostAsync<Created>("/api/catalogue/programmes", admin, new
        {
            code = ProgrammeCode,
            title = "E-Bimtek Pembelajaran Jarak Jauh bagi ASN",
            category = "technical",
            practice = "none",
            modules = new[]
            {
                new { title = "Kebijakan pengembangan kompetensi ASN", jp = 2, method = "theory" },
                new { title = "Belajar mandiri dari rumah", jp = 2, method = "theory" },
            },
        }, Guid.CreateVersion7());
        await api.PostAsync<object>($"/api/catalogue/programmes/{programme.Id}/curricula/1/publication", admin, new { });
        await api.PostAsync<object>($"/api/catalogue/programmes/{programme.Id}/design", admin, new
        {
            modules = new[] { new { number = 1, mode = "live" }, new { number = 2, mode = "self-paced" } },
        });
        foreach (var reviewer in (string[])["training-admin", "instructor"]) await ReviewAsync(programme, await api.ServiceTokenAsync(reviewer));
        await api.PostAsync<object>($"/api/catalogue/programmes/{programme.Id}/verdict", admin, new
        {
            verdict = "distance",
            reason = "Materi teori; tidak memerlukan praktik tatap muka.",
        });
        return programme;
    }

    private async Task ReviewAsync(Created programme, string reviewer)
    {
        var checklist = await api.GetAsync<Checklist>("/api/catalogue/review-checklist", reviewer);
        await api.PostAsync<object>($"/api/catalogue/programmes/{programme.Id}/reviews", reviewer, new
        {
            answers = checklist.Items.ToDictionary(i => i.Code, _ => 4, StringComparer.Ordinal),
            verdict = "distance",
            reason = "Materi teori; tidak memerlukan praktik tatap muka.",
        }, Guid.CreateVersion7());
    }

    private async Task NeedAsync(Created programme, int headcount, int year)
    {
        var admin = await api.ServiceTokenAsync("training-admin");
        if (await api.TryGetAsync<object>($"/api/catalogue/calls/{year}", admin) is null)
            await api.PostAsync<object>("/api/catalogue/calls", admin, new
            {
                year,
                opens = $"{year}-01-01",
                deadline = $"{year}-12-31",
                guidance = "Usulkan diklat yang dapat diselenggarakan jarak jauh.",
            }, Guid.CreateVersion7());
        var agency = await api.ServiceTokenAsync("agency-admin");
        var need = await api.PostAsync<Created>("/api/catalogue/needs", agency, new
        {
            programmeId = programme.Id,
            headcounts = new[] { new { group = "pelaksana", count = headcount } },
            year,
            quarter = 4,
            priority = "high",
            reason = "Pegawai bekerja dari rumah dan perlu belajar jarak jauh.",
        }, Guid.CreateVersion7());
        await api.PostAsync<object>($"/api/catalogue/needs/{need.Id}/acceptance", admin, new { });
    }

    /// <summary>The instructor writes the post-test, as soon as SessionDelivery has learned of the offering.</summary>
    public async Task WritePostTestAsync(Guid offeringId)
    {
        var instructor = await api.ServiceTokenAsync("instructor");
        var body = new
        {
            questions = Questions.Select((text, i) => new
            {
                text,
                options = new[] { new { text = WrongAnswers[i], correct = false }, new { text = RightAnswers[i], correct = true } },
            }),
        };
        await Wait.UntilAsync("SessionDelivery knows the offering", async () =>
        {
            try
            {
                await api.PutAsync<object>($"/api/delivery/offerings/{offeringId}/post-test", instructor, body);
                return true;
            }
            catch (DemoException e) when (e.Status == HttpStatusCode.NotFound)
            {
                return false;
            }
        });
    }
}
