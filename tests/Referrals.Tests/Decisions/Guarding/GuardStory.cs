using Referrals.Explanations;

namespace Referrals.Tests.Decisions.Guarding;

/// <summary>Words for tests of guards: a program that gives both sides something, and people with e-mail addresses and cards.</summary>
internal static class GuardStory
{
    internal static SignalHasher Hasher { get; } = SignalHasher.Create([.. Enumerable.Range(1, 32).Select(i => (byte)i)]).InCountry("33");

    internal static ReferralProgram Program(Action<GuardPolicyBuilder> guards) => ReferralProgram.Create("guarded", p => p
        .Guard(guards).RewardReferrer(r => r.Flat(20, "USD")).RewardReferee(r => r.Flat(10, "USD").HeldFor(TimePeriod.Days(5))));

    internal static PersonSignals Signals(Action<PersonSignalsBuilder> signals) => Hasher.Signals(signals);

    internal static SignUp SignUp(string customer, double day, PersonSignals? signals = null, string? of = "alice")
    {
        var signUp = Referrals.SignUp.Of(Story.Customer(customer)).At(Story.Day(day));
        signUp = of is null ? signUp : signUp.ReferredBy(Story.Customer(of));
        return signals is null ? signUp : signUp.With(signals);
    }

    internal static Decision Enroll(this Story story, string customer, PersonSignals? signals = null, double day = 0)
    {
        var enrollment = Enrollment.Of(Story.Customer(customer)).At(Story.Day(day));
        return story.Tell(signals is null ? enrollment : enrollment.With(signals));
    }

    /// <summary>The check of a guard, wherever it stands in the explanation.</summary>
    internal static Check CheckOf(this Decision decision, string code) => decision.Explanation.Checks.First(check => check.Code == code);

    internal static string? Refusal(this Decision decision) =>
        decision.Facts.FirstOrDefault(fact => fact.Kind == FactKind.ReferralRefused)?.Code;
}
