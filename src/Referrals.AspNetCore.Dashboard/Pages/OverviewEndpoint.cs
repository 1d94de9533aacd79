using NodaTime;
using NodaTime.Text;
using Referrals.AspNetCore.Dashboard.Requests;
using Referrals.Kpis;

namespace Referrals.AspNetCore.Dashboard.Pages;

/// <summary>The overview: what a period came to, beside the one before.</summary>
internal static class OverviewEndpoint
{
    /// <summary>How far a work list is counted; beyond it the page says "100+".</summary>
    internal const int CountedUpTo = 100;

    /// <summary>For how many people the application is asked for names at once.</summary>
    private const int Chunk = 200;

    internal static void Map(PageMap pages)
    {
        pages.Read("", ShowAsync);
        pages.Read("/new-customers.csv", NewCustomersAsync);
        pages.Read("/funnel.csv", FunnelAsync);
        pages.Read("/leaders.csv", LeadersAsync);
        pages.Read("/kpis.csv", async request =>
        {
            var (_, now, _) = await ReportsAsync(request).ConfigureAwait(false);
            request.Context.Response.Headers.ContentDisposition = "attachment; filename=\"kpis.csv\"";
            return Results.Text(now.ToCsv(), "text/csv; charset=utf-8");
        });
    }

    private static async Task<IResult> NewCustomersAsync(DashboardRequest request)
    {
        var range = RangeOf(request);
        var parts = await request.Engine.Reports.ComputeTotalsAsync(range.Parts, request.MoneyUnit, request.Aborted).ConfigureAwait(false);
        var rows = range.Parts.Zip(parts, (window, totals) => (IReadOnlyList<object?>)
        [
            DayOf(window.From), DayOf(window.To - Duration.Epsilon), Overview.Referred(totals).Customers, Overview.Others(totals),
        ]);
        return new CsvResult("new-customers", ["First day", "Last day", "Referred", "Others"], rows.ToAsyncEnumerable());

        string DayOf(Instant at) => LocalDatePattern.Iso.Format(at.InZone(request.Zone).Date);
    }

    private static async Task<IResult> FunnelAsync(DashboardRequest request)
    {
        var (_, now, _) = await ReportsAsync(request).ConfigureAwait(false);
        return new CsvResult(
            "funnel",
            ["Step", "Count"],
            Overview.FunnelOf(now.Totals).Select(step => (IReadOnlyList<object?>)[request.Texts[step.Words], step.Count]).ToAsyncEnumerable());
    }

    /// <summary>Everybody who has brought a friend in the period, not only the first of them.</summary>
    private static async Task<IResult> LeadersAsync(DashboardRequest request)
    {
        var board = await request.Engine.Reports.RankByPeriodAsync(
            RangeOf(request).Window, request.MoneyUnit, LeaderboardMetric.ReferredSignups, cancellationToken: request.Aborted).ConfigureAwait(false);
        return new CsvResult("leaders", ["Rank", "Referrer", "Name", "Friends"], RowsAsync());

        async IAsyncEnumerable<IReadOnlyList<object?>> RowsAsync()
        {
            foreach (var chunk in board.Entries.Chunk(Chunk))
            {
                await request.NameAsync(chunk.Select(static entry => (CustomerId?)entry.Customer)).ConfigureAwait(false);
                foreach (var entry in chunk)
                {
                    yield return [entry.Rank, entry.Customer.Value, request.NameOf(entry.Customer), entry.Score];
                }
            }
        }
    }

    private static async Task<IResult> ShowAsync(DashboardRequest request)
    {
        var (range, now, before) = await ReportsAsync(request).ConfigureAwait(false);
        var board = await request.Engine.Reports.RankByPeriodAsync(
            now.Window, request.MoneyUnit, LeaderboardMetric.ReferredSignups, cancellationToken: request.Aborted).ConfigureAwait(false);
        await request.NameAsync(board.Entries.Take(Overview.Leaders).Select(static entry => (CustomerId?)entry.Customer)).ConfigureAwait(false);
        var overview = new Overview
        {
            Request = request,
            Range = range,
            Now = now,
            Before = before,
            Parts = await request.Engine.Reports.ComputeTotalsAsync(range.Parts, request.MoneyUnit, request.Aborted).ConfigureAwait(false),
            Board = board,
            Waiting = await WaitingAsync(request).ConfigureAwait(false),
        };
        return PageResult.Of(request, "overview.title", "", OverviewPage.Of(overview));
    }

    private static KpiRange RangeOf(DashboardRequest request) =>
        KpiRange.Of(request.Context.Request.Query["range"], request.Now.InZone(request.Zone).Date, request.Zone);

    private static async Task<(KpiRange Range, KpiReport Now, KpiReport Before)> ReportsAsync(DashboardRequest request)
    {
        var range = RangeOf(request);
        var totals = await request.Engine.Reports
            .ComputeTotalsAsync([range.Before, range.Window], request.MoneyUnit, request.Aborted).ConfigureAwait(false);
        return (range, KpiReport.Of(totals[1], KpiCatalogue.All), KpiReport.Of(totals[0], KpiCatalogue.All));
    }

    private static async Task<IReadOnlyList<Waiting>> WaitingAsync(DashboardRequest request)
    {
        var (engine, aborted) = (request.Engine, request.Aborted);
        var held = await engine.Reviews.ListHeldReferralsAsync(take: CountedUpTo, cancellationToken: aborted).ConfigureAwait(false);
        var rewards = await engine.Reviews.ListRewardsInReviewAsync(take: CountedUpTo, cancellationToken: aborted).ConfigureAwait(false);
        var payouts = await engine.Payouts.ListOpenAsync(aborted).Take(CountedUpTo + 1).CountAsync(aborted).ConfigureAwait(false);
        var letters = (await EventsEndpoint.SetAsideAsync(request, CountedUpTo + 1).ConfigureAwait(false)).Count;
        return
        [
            new Waiting("/reviews", "overview.hand.held", held.Items.Count, held.Next is not null),
            new Waiting("/reviews/rewards", "overview.hand.rewards", rewards.Items.Count, rewards.Next is not null),
            new Waiting(PayoutsEndpoint.Path, "overview.hand.payouts", Math.Min(payouts, CountedUpTo), payouts > CountedUpTo),
            new Waiting(EventsEndpoint.Path, "overview.hand.letters", Math.Min(letters, CountedUpTo), letters > CountedUpTo),
        ];
    }
}

/// <summary>A period of the overview, the parts of its charts, and the period before it.</summary>
internal sealed record KpiRange(string Name, IReadOnlyList<KpiWindow> Parts, KpiWindow Before, IReadOnlyList<string> Labels)
{
    internal const string Default = "30d";

    internal static readonly IReadOnlyList<string> Names = ["7d", "30d", "13w", "12m"];

    internal KpiWindow Window => KpiWindow.Of(Parts[0].From, Parts[^1].To);

    /// <param name="name">One of <see cref="Names"/>; anything else is the default.</param>
    /// <param name="today">The last day of the period.</param>
    /// <param name="zone">Whose midnights are the borders.</param>
    internal static KpiRange Of(string? name, LocalDate today, DateTimeZone zone)
    {
        var known = name is not null && Names.Contains(name) ? name : Default;
        var (count, format) = known switch { "7d" => (7, "ddd d"), "30d" => (30, "d MMM"), "13w" => (13, "d MMM"), _ => (12, "MMM yy") };
        var all = known switch
        {
            "13w" => Weeks(today, zone, 2 * count),
            "12m" => KpiPeriods.Months(today.PlusMonths(1 - (2 * count)), 2 * count, zone),
            _ => KpiPeriods.Days(today.PlusDays(1 - (2 * count)), 2 * count, zone),
        };
        KpiWindow[] parts = [.. all.Skip(count)];
        return new KpiRange(
            known,
            parts,
            KpiWindow.Of(all[0].From, parts[0].From),
            [.. parts.Select(part => part.From.InZone(zone).Date.ToString(format, System.Globalization.CultureInfo.InvariantCulture))]);
    }

    /// <summary>Whole spans of seven days of which the last ends today.</summary>
    private static KpiWindow[] Weeks(LocalDate today, DateTimeZone zone, int count) =>
    [
        .. Enumerable.Range(0, count).Select(index =>
        {
            var first = today.PlusDays(1 - (7 * (count - index)));
            return KpiWindow.Of(zone.AtStartOfDay(first).ToInstant(), zone.AtStartOfDay(first.PlusDays(7)).ToInstant());
        }),
    ];
}

/// <summary>A work list and how much is in it.</summary>
internal sealed record Waiting(string Path, string Words, int Count, bool IsMore);

/// <summary>What the overview shows.</summary>
internal sealed record Overview
{
    internal const int Leaders = 8;

    /// <summary>The numbers that a team looks for first, by the names of their KPIs.</summary>
    private static readonly string[] Leading =
    [
        "referred_signups", "referral_share_of_new_signups", "referred_purchasers", "referral_conversion_rate_signup_to_first_purchase",
        "referral_program_cost", "CAC_referral_per_purchaser", "K_measured_signups", "cycle_time_days_mean",
    ];

    private static readonly string[] OfMoney =
        ["rewards_granted", "rewards_reversed", "reward_liability", "ROI_referral_margin_basis"];

    internal required DashboardRequest Request { get; init; }

    internal required KpiRange Range { get; init; }

    internal required KpiReport Now { get; init; }

    internal required KpiReport Before { get; init; }

    internal required IReadOnlyList<KpiTotals> Parts { get; init; }

    internal required Leaderboard Board { get; init; }

    internal required IReadOnlyList<Waiting> Waiting { get; init; }

    internal IEnumerable<Tile> Tiles => Leading.Select(TileOf);

    internal IEnumerable<Tile> MoneyTiles => OfMoney.Select(TileOf);

    internal IEnumerable<(string Words, long Count)> Funnel => FunnelOf(Now.Totals);

    internal static IEnumerable<(string Words, long Count)> FunnelOf(KpiTotals totals) =>
    [
        ("funnel.shares", totals.Shares),
        ("funnel.clicks", totals.UniqueClicks),
        ("funnel.signups", Referred(totals).Customers),
        ("funnel.purchasers", Referred(totals).Purchasers),
    ];

    internal static CohortTotals Referred(KpiTotals totals) => totals.Cohort(Channel.Referral);

    internal static long Others(KpiTotals totals) => totals.Cohorts.Values.Sum(static cohort => cohort.Customers) - Referred(totals).Customers;

    private Tile TileOf(string name)
    {
        var (now, before) = (Now[name], Before[name]);
        var change = (now.Value, before.Value) switch
        {
            (null, _) or (_, null) => null,
            var (current, former) when current == former => Request.Texts["overview.same"],
            var (current, former) => (current > former ? "▲ " : "▼ ") + Request.Texts.Fill("overview.before", before.ValueText),
        };
        var note = now.Reason ?? (now.TooFew ? Request.Texts.Fill("overview.few", now.Observations) : null);
        return new Tile(Request.Texts["tile." + name], now.Value is null ? "–" : now.ValueText, change, note, now.Definition.Text);
    }
}

/// <summary>One number with what it was before, and why it is to be read with care.</summary>
internal sealed record Tile(string Name, string Value, string? Change, string? Note, string Definition);
