using NodaTime;
using Referrals.Storage;
using Referrals.Testing;

namespace Referrals.Tests.Programs.Publishing;

/// <summary>Publishing is a gate: the review, the platform's limits, and a trial over the history.</summary>
public sealed class GateTests
{
    private static readonly CustomerId Ann = CustomerId.From("ann");
    private static readonly Unit Euro = Unit.Parse("EUR");

    private readonly FakeClock _clock = new(Instant.FromUtc(2026, 3, 1, 9, 0));
    private readonly InMemoryReferralStore _store = new();

    [Fact]
    public async Task Warnings_need_a_word_which_is_kept()
    {
        var referrals = Engine(_ => { });
        await referrals.Publishing.SaveDraftAsync(Program(1, r => r.Flat(10, "EUR")), Edit(0));
        var refused = await referrals.Publishing.PublishAsync(1, Edit(1));
        Assert.Equal((DecisionCodes.ProgramReviewOpen, false), (refused.Code, refused.IsFinal));
        Assert.Contains(refused.Explanation.Checks, check => check.Actual!.StartsWith("review.no_limit ", StringComparison.Ordinal));

        Assert.True((await referrals.Publishing.PublishAsync(1, Edit(1).AcceptingWarnings("a small circle"))).IsAccepted);
        var kept = (await referrals.Publishing.ListChangesAsync()).Items[^1];
        Assert.Equal("a small circle", kept.Accepted);
        Assert.Contains(kept.Findings, finding => finding is { Code: "review.no_limit", Severity: FindingSeverity.Warning });
        Assert.Empty(await referrals.Operations.VerifyAsync());
    }

    [Fact]
    public async Task Version_beyond_the_limits_is_refused_whoever_accepts_it()
    {
        var referrals = Engine(options => options.Limits = new ProgramLimits
        {
            Units = [Euro],
            MostPerReward = [Amount.Of(50, "EUR")],
            RequiresBudget = true,
            RequiresCap = true,
        });
        await referrals.Publishing.SaveDraftAsync(Program(1, r => r.PercentOf(10, "EUR")), Edit(0));
        Assert.Equal(
            ["limit.no_budget", "limit.no_cap", "limit.reward"],
            (await referrals.Publishing.ReviewAsync(1)).Where(finding => finding.Severity == FindingSeverity.Error).Select(finding => finding.Code).Order());
        Assert.Equal(DecisionCodes.ProgramReviewFailed, (await referrals.Publishing.PublishAsync(1, Edit(1).AcceptingWarnings("please"))).Code);

        await referrals.Publishing.SaveDraftAsync(Program(1, r => r.Flat(100, "USD").AtMost(100, "USD")), Edit(1));
        Assert.Equal(
            ["limit.no_budget", "limit.unit"],
            (await referrals.Publishing.ReviewAsync(1)).Where(finding => finding.Severity == FindingSeverity.Error).Select(finding => finding.Code).Order());

        await referrals.Publishing.SaveDraftAsync(
            Program(1, r => r.PercentOf(10, "EUR").AtMost(50, "EUR", per: TimeFrame.CalendarMonth), p => p.Budget(1_000, "EUR")), Edit(2));
        Assert.True((await referrals.Publishing.PublishAsync(1, Edit(3).AcceptingWarnings("tried"))).IsAccepted);
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(11, false)]
    public async Task Trial_refuses_what_would_have_been_too_dear(int amount, bool passes)
    {
        var referrals = Engine(_ => { });
        await referrals.Publishing.SaveDraftAsync(Program(1, r => r.Flat(10, "EUR")), Edit(0));
        await referrals.Publishing.PublishAsync(1, Edit(1).AcceptingWarnings("test"));
        _clock.Advance(Duration.FromDays(1));
        await referrals.EnrollAsync(Enrollment.Of(Ann));
        for (var i = 0; i < 5; i++)
        {
            var friend = CustomerId.From($"friend-{i}");
            await referrals.SignUpAsync(SignUp.Of(friend).ReferredBy(Ann));
            await referrals.ConvertAsync(Conversion.Of(friend, $"order-{i}", "purchase", Amount.Of(80, "EUR")));
        }

        _clock.Advance(Duration.FromDays(1));
        await referrals.Publishing.SaveDraftAsync(Program(2, r => r.Flat(amount, "EUR")), Edit(2));
        var decision = await referrals.Publishing.PublishAsync(
            2, Edit(3).AcceptingWarnings("test"), trial: ProgramTrial.Over(days: 30, atMostDearer: 0.05m));
        Assert.Equal(passes ? DecisionCodes.ProgramChanged : DecisionCodes.ProgramReviewFailed, decision.Code);
        var trial = Assert.Single(
            await referrals.Publishing.ReviewAsync(2, ProgramTrial.Over(30, 0.05m)), finding => finding.Code.StartsWith("trial.", StringComparison.Ordinal));
        Assert.StartsWith($"Over the last 30 days it would have given {5 * amount}.00 EUR instead of 50.00 EUR", trial.Message, StringComparison.Ordinal);
        Assert.Empty(await referrals.Operations.VerifyAsync());
    }

    private static ProgramEdit Edit(long revision) => ProgramEdit.Of("lea", "test", revision);

    private ReferralEngine Engine(Action<StoredProgramOptions> configure) =>
        new ReferralEngine(_store, new ReferralsOptions().StorePrograms(configure), _clock).ForProgram(ProgramId.From("spring"));

    private static ReferralProgram Program(
        int version, Action<IncentiveBuilder> reward, Action<ReferralProgramBuilder>? more = null) => ReferralProgram.Create("spring", p =>
        {
            p.Version(version).RewardReferrer(r => reward(r.Named("thanks").When(w => w.On("purchase"))));
            more?.Invoke(p);
        });
}
