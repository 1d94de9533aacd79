using Referrals.Storage;
using Referrals.Tests.Decisions;
using Referrals.Tests.Decisions.Guarding;

namespace Referrals.Tests.Pipeline;

/// <summary>Guards that count or compare hold under many workers: whatever they looked at is as it was when the decision is stored.</summary>
public sealed class GuardedWorkersTests
{
    private const int SignUps = 40;

    [Fact]
    public Task Limit_of_a_referrer_is_never_exceeded() =>
        CreatedBySignUps(5, g => g.Against(Guard.ReferralsPerReferrer(5, TimePeriod.Days(1)).Refusing()), _ => null);

    [Fact]
    public Task Limit_of_a_device_is_never_exceeded() => CreatedBySignUps(
        3, g => g.Against(Guard.CustomersPerSignal(SignalKind.Device, 3, TimePeriod.Days(1)).Refusing()), _ => GuardStory.Signals(s => s.Device("d")));

    [Fact]
    public Task Person_is_referred_once() => CreatedBySignUps(
        1, g => g.Against(Guard.AlreadyReferred()), i => GuardStory.Signals(s => s.Email($"b.ob+{i}@gmail.com")));

    private static async Task CreatedBySignUps(int expected, Action<GuardPolicyBuilder> guards, Func<int, PersonSignals?> signals)
    {
        var store = new InMemoryReferralStore();
        var options = new ReferralsOptions { MaxAttempts = 1_000 }.AddProgram(GuardStory.Program(guards));
        _ = await new ReferralEngine(store, options).EnrollAsync(Enrollment.Of(Story.Customer("alice")).At(Story.Day(0)));

        var decisions = await Task.WhenAll(Enumerable.Range(0, SignUps).Select(i => Task.Run(async () =>
            await new ReferralEngine(store, options).SignUpAsync(GuardStory.SignUp($"c{i}", 1, signals(i))))));

        Assert.Equal(expected, decisions.Count(decision => decision.Code == DecisionCodes.SignUpReferred));
        Assert.Equal(SignUps - expected, decisions.Count(decision => decision.Code == DecisionCodes.SignUpReferralRefused));
    }
}
