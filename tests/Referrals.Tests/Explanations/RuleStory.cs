using Referrals.Testing;
using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Explanations;

/// <summary>A code, and the decision in which a check bears it: alice, who joined on the first day, refers bob, who buys two days later.</summary>
internal sealed record RuleStory(string Code, Decision Decision)
{
    internal static RuleStory Of(string code, Action<ReferralProgramBuilder> program, params IReadOnlyList<ReferralInput> told) =>
        Of(code, ReferralProgram.Create("story", program), null, told);

    internal static RuleStory Of(string code, ReferralProgram program, CustomRules? rules, params IReadOnlyList<ReferralInput> told)
    {
        var story = new ReferralScenario(program, rules);
        _ = story.Enroll("alice");
        _ = story.Tell(SignUp.Of(Customer("bob")).ReferredBy(Customer("alice")).InSegment("smb").With("country", "FR").At(Day(1)));
        foreach (var input in told.Count == 0 ? [Bought("o1", 40)] : told)
        {
            _ = story.Tell(input);
        }

        return new RuleStory(code, story.Decisions[^1]);
    }

    internal static Conversion Bought(string id, decimal amount, double day = 3, string unit = "EUR") =>
        (Conversion)Conversion.Of(Customer("bob"), id, "purchase", Amount.Of(amount, unit)).At(Day(day));

    internal static Conversion Happened(string id, string name = "app.installed", double day = 3) =>
        (Conversion)Conversion.Of(Customer("bob"), id, name).At(Day(day));
}
