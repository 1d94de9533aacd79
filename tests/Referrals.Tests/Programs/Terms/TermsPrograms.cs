using Referrals.Explanations;
using Referrals.Serialization;

namespace Referrals.Tests.Programs.Terms;

/// <summary>The programs whose terms and reviews are approved, with the words that a thoughtful owner gives them.</summary>
internal static class TermsPrograms
{
    internal static readonly string[] Files =
    [
        "docs/programs/dropbox.json",
        "docs/programs/tesla.json",
        "docs/programs/paypal.json",
        "docs/programs/b2b-deals.json",
        "samples/Replay/programs/default.json",
        "samples/Replay/data/lamps/program.json",
        "tests/Referrals.Samples.Tests/Replay/corner/held.json",
    ];

    internal static ReferralTexts Words { get; } = ReferralTexts.English
        .With("event.app.installed", "{@your friend installs|you install} our app")
        .With("event.app.first_login", "{@your friend logs|you log} in to it for the first time")
        .With("event.car.delivered", "{@your friend takes|you take} delivery of a car")
        .With("events.car.delivered", "cars delivered")
        .With("events.account.closed", "closures of {@your friend's|your} account")
        .With("field.referee.company", "{@your friend's|your} company")
        .With("field.referee.account", "{@your friend's|your} type of account")
        .With("unit.charging-miles", "{0} charging {0#mile|miles}")
        .With("unit.factory-visit", "{0} factory {0#visit|visits}");

    internal static ReferralProgram Read(string file) => ProgramJson.Read(File.ReadAllText(Path.Combine(TestTree.Root, file)));

    /// <summary>The program of README.md and samples/Quickstart.</summary>
    internal static ReferralProgram Quickstart { get; } = ReferralProgram.Create("spring", p => p
        .Links("https://shop.example/r/{code}")
        .Qualify(q => q.On("purchase").First().AtLeast(50, "EUR").Within(TimePeriod.Days(60)))
        .RewardReferrer(r => r.Flat(10, "EUR").AtMost(500, "EUR", per: TimeFrame.CalendarMonth))
        .RewardReferee(r => r.Flat(5, "EUR")));

    internal static string Both(ReferralProgram program, ReferralTexts words) =>
        string.Join("\n" + new string('=', 80) + "\n\n", new[] { Side.Referrer, Side.Referee }.Select(side =>
        {
            var terms = ProgramTerms.Of(program, side, words);
            return $"To the {(side == Side.Referrer ? "referrer" : "friend")}, in short:\n{terms}\n\n{terms.ToText()}";
        }));
}
