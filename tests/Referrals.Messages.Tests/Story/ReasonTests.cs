using System.Globalization;
using System.Text;
using Referrals.Explanations;
using Referrals.Messages.Templates;
using Referrals.Tests;

namespace Referrals.Messages.Tests.Story;

/// <summary>What people read who ask why they got no reward: every reason that participants are told, in every built-in language.</summary>
public sealed class ReasonTests
{
    public static TheoryData<string> Languages => ["en", "de", "fr", "es"];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Answers_read_as_approved(string language)
    {
        var templates = MessageTemplates.Default;
        var texts = templates.TextsFor(language);
        var answers = new StringBuilder();
        foreach (var code in Reasons())
        {
            foreach (var side in Enum.GetValues<Side>())
            {
                var reason = Reason(code).ToParticipantText(side, texts);
                var mail = templates.Render(
                    MessageKind.RewardRefused, language, MessageValues.Empty.With("program", "Spring").With("reason", reason), "Ann");
                Assert.Contains(reason, mail.Text, StringComparison.Ordinal);
                answers.Append(CultureInfo.InvariantCulture, $"{code}, {side}: {mail.Text.Split("\n\n")[1]}\n");
            }
        }

        Approvals.Verify(answers.ToString(), suffix: language);
    }

    [Fact]
    public void No_language_leaves_a_reason_in_english()
    {
        var english = MessageTemplates.Default.TextsFor("en");
        foreach (var language in new[] { "de", "fr", "es" })
        {
            var texts = MessageTemplates.Default.TextsFor(language);
            Assert.All(Reasons(), code => Assert.All(
                Enum.GetValues<Side>(), side => Assert.NotEqual(Reason(code).ToParticipantText(side, english), Reason(code).ToParticipantText(side, texts))));
        }
    }

    /// <summary>Codes of these kinds can keep a reward from somebody.</summary>
    private static readonly string[] Kinds = ["attribution", "code", "condition", "conversion", "guard", "referrer", "review", "reward", "sign_up"];

    /// <summary>Outcomes that keep no reward from anybody, and answers to a team.</summary>
    private static readonly string[] Outcomes =
    [
        "code.all_taken", "code.already_issued", "code.changed", "code.chosen_late", "code.chosen_refused", "code.chosen_taken", "code.issued",
        "code.not_choosable", "conversion.duplicate", "conversion.reward_waits", "conversion.rewarded", "conversion.waiting", "referrer.already_banned",
        "referrer.ban_lifted", "referrer.not_banned", "review.approved", "review.deadline_ahead", "review.ended", "review.no_referral", "review.not_held",
        "review.same_person", "review.too_late", "reward.approved", "reward.corrected", "reward.granted", "reward.not_held", "reward.not_in_review", "reward.still_held",
        "reward.vested", "sign_up.duplicate", "sign_up.referral_held", "sign_up.referred",
    ];

    /// <summary>The codes of what can keep a reward from somebody and that one of the two sides is told.</summary>
    private static IEnumerable<string> Reasons() => ReferralTexts.English.Texts.Keys
        .Where(static key => key.StartsWith("participant.", StringComparison.Ordinal)
            || key.StartsWith("referee.", StringComparison.Ordinal) || key.StartsWith("referrer.", StringComparison.Ordinal))
        .Select(static key => key[(key.IndexOf('.', StringComparison.Ordinal) + 1)..])
        .Where(static code => Kinds.Contains(code.Split('.')[0]) && !Outcomes.Contains(code))
        .Distinct().Order(StringComparer.Ordinal);

    private static Explanation Reason(string code) => new()
    {
        Program = ProgramId.From("spring"),
        ProgramVersion = 1,
        Code = code.StartsWith("conversion.", StringComparison.Ordinal) || code.StartsWith("condition.", StringComparison.Ordinal)
            || code.StartsWith("reward.", StringComparison.Ordinal)
            ? "conversion.not_rewarded" : "sign_up.referral_refused",
        Checks = [new Check { Code = code, Verdict = Verdict.Failed, Actual = "4", Required = "5" }],
    };
}
