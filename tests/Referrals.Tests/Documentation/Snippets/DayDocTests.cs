using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Referrals.Kpis;
using Referrals.Testing;

namespace Referrals.Tests.Documentation.Snippets;

/// <summary>What docs/a-day-with-referrals.md shows: twelve questions, each answered by one call.</summary>
public sealed class DayDocTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 9, 0);
    private static readonly Unit Euro = Unit.Money("EUR");

    private static readonly ReferralProgram Program = ReferralProgram.Create("spring", p => p
        .Named("Spring")
        .ChosenCodes()
        .Links("https://shop.example/r/{code}")
        .Qualify(q => q.On("purchase").AtLeast(50, "EUR"))
        .Guard(g => g.Against(Guard.ReferralsPerReferrer(1, TimePeriod.Days(1))).Reviewed(within: TimePeriod.Days(14), whenOverdue: WhenOverdue.Reject))
        .RewardReferrer(r => r.Flat(10, "EUR").AtMost(50, "EUR").HeldFor(TimePeriod.Days(7)))
        .RewardReferee(r => r.Flat(5, "EUR")));

    private readonly FakeClock _clock = new(Start);
    private readonly ServiceProvider _provider;

    public DayDocTests()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IClock>(_clock);
        services.AddReferrals(r => r.AddProgram(Program));
        _provider = services.BuildServiceProvider();
    }

    [Fact]
    public async Task A_support_person_asks()
    {
        var referrals = await TellAsync();
        var (anna, ben) = (CustomerId.From("anna"), CustomerId.From("ben"));

        var person = await referrals.FindCustomerAsync(anna);
        Console.WriteLine($"{person?.Code?.DisplayCode}, {person?.Friends} friends, {person?.Balances[0]}, banned: {person?.Ban is not null}");

        Assert.Equal(("ANNA26", 3, null), (person!.Code!.DisplayCode, person.Friends, person.Ban));

        var referral = await referrals.FindReferralAsync(ben);
        Console.WriteLine($"{referral?.Referrer} by {referral?.Evidence} on {referral?.SignedUpAt}: {referral?.Stage}");

        Assert.Equal((anna, ReferralStage.Qualified), (referral!.Referrer, referral.Stage));

        var order = await referrals.Operations.ListDecisionsOfConversionAsync("order-2");
        Console.WriteLine(order.Items[0].Decision.Explanation.ToText());

        Assert.Contains("20.00 EUR", order.Items[0].Decision.Explanation.ToText(), StringComparison.Ordinal);

        foreach (var reward in (await referrals.ListRewardsAsync(anna)).Items)
        {
            Console.WriteLine($"{reward.Granted} for {reward.ConversionId}: {reward.Stage}, {reward.Next} at {reward.NextAt} {reward.Reason}");
        }

        Assert.Equal(Start + Duration.FromDays(8), (await referrals.ListRewardsAsync(anna)).Items[0].NextAt);

        var code = await referrals.Codes.FindAsync("https://shop.example/r/anna26");
        Console.WriteLine($"{code?.Owner}, {code?.Status}");

        Assert.Equal(anna, code!.Owner);

        foreach (var held in (await referrals.Reviews.ListHeldReferralsAsync()).Items)
        {
            Console.WriteLine($"{held.Referral.Referee}: {held.Evidence[0].Actual}; on {held.Referral.ReviewUntil} silence means {held.Referral.OnSilence}");
        }

        Assert.Equal([CustomerId.From("emil")], (await referrals.Reviews.ListHeldReferralsAsync()).Items.Select(held => held.Referral.Referee!.Value));
    }

    [Fact]
    public async Task A_marketer_asks()
    {
        var referrals = await TellAsync();
        var anna = CustomerId.From("anna");
        var march = KpiWindow.Of(Instant.FromUtc(2026, 3, 1, 0, 0), Instant.FromUtc(2026, 4, 1, 0, 0));

        var offer = Offer.Of(referrals.Program, Side.Referrer);
        Console.WriteLine(offer.Headline);                        // Give 5.00 EUR, get 10.00 EUR

        Assert.Equal("Give 5.00 EUR, get 10.00 EUR", offer.Headline);

        var best = await referrals.Reports.RankByPeriodAsync(march, Euro, LeaderboardMetric.ReferredRevenue);
        Console.WriteLine(string.Join('\n', best.Entries.Select(entry => $"{entry.Rank}. {entry.Customer}: {entry.Score} EUR")));

        Assert.Equal((anna, 100m), (best.Entries[0].Customer, best.Entries[0].Score));

        var newcomers = await referrals.Reports.RankByCohortAsync(march, Euro, LeaderboardMetric.ReferredPurchasers);
        Console.WriteLine($"{newcomers.Entries[0].Customer} brought {newcomers.Entries[0].Score} who bought");

        Assert.Equal((anna, 1m), (newcomers.Entries[0].Customer, newcomers.Entries[0].Score));

        var kpis = await referrals.Reports.ComputeKpisAsync(march, Euro);
        Console.WriteLine(kpis.ToText());

        Assert.Equal(3, kpis.Totals.ReferralsCreated);
    }

    [Fact]
    public async Task A_developer_asks()
    {
        var referrals = await TellAsync();
        var anna = CustomerId.From("anna");

        var page = await referrals.ListFriendsAsync(anna, take: 20, labels: NamesAsync);
        foreach (var friend in page.Items)
        {
            Console.WriteLine($"{friend.Label ?? "A friend"}: {friend.Stage} {friend.Words}");
        }

        Assert.Equal(
            [("Emil", ReferralStage.Held), ("Dirk", ReferralStage.SignedUp), ("Ben", ReferralStage.Qualified), (null, ReferralStage.Clicked)],
            page.Items.Select(friend => (friend.Label, friend.Stage)));

        var decided = await referrals.Operations.FindDecisionAsync("conversion:order-1");
        Console.WriteLine($"{decided?.Decision.Code}: {decided?.Input}");

        Assert.Equal(DecisionCodes.ConversionRewarded, decided!.Decision.Code);

        var programs = _provider.GetRequiredService<ReferralPrograms>();
        Console.WriteLine(ProgramTerms.Of(programs.Find(), Side.Referee).ToMarkdown());

        Assert.Equal([1], programs.VersionsOf().Select(version => version.Version));
    }

    private static ValueTask<IReadOnlyDictionary<CustomerId, string>> NamesAsync(IReadOnlyList<CustomerId> customers, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyDictionary<CustomerId, string>>(
            customers.ToDictionary(customer => customer, customer => char.ToUpperInvariant(customer.Value[0]) + customer.Value[1..]));

    private async Task<ReferralEngine> TellAsync()
    {
        var referrals = _provider.CreateScope().ServiceProvider.GetRequiredService<ReferralEngine>();
        var anna = CustomerId.From("anna");
        ReferralInput[] inputs =
        [
            Enrollment.Of(anna).WithChosenCode("ANNA26").At(Start),
            Touch.Click("https://shop.example/r/ANNA26", VisitorId.From("cookie")).At(Start),
            SignUp.Of(CustomerId.From("ben")).WithCode("ANNA26").At(Start),
            Conversion.Of(CustomerId.From("ben"), "order-1", "purchase", Amount.Of(80, "EUR")).At(Start + Duration.FromDays(1)),
            Conversion.Of(CustomerId.From("ben"), "order-2", "purchase", Amount.Of(20, "EUR")).At(Start + Duration.FromDays(2)),
            SignUp.Of(CustomerId.From("dirk")).WithCode("ANNA26").At(Start + Duration.FromDays(2)),
            SignUp.Of(CustomerId.From("emil")).WithCode("ANNA26").At(Start + Duration.FromDays(2.1)),
        ];
        foreach (var input in inputs)
        {
            Assert.True((await referrals.SubmitAsync(input)).IsAccepted);
        }

        _clock.Advance(Duration.FromDays(3));
        return referrals;
    }
}
