using Referrals.AI.Answers;
using Referrals.AI.Functions;
using Referrals.Ledger;
using static Referrals.AI.Texts.ToolTexts;

namespace Referrals.AI.Participants;

/// <summary>A reward in the words of its owner: how much, where it is, and what happens next.</summary>
internal static class RewardWords
{
    internal const string Granted = "granted";
    internal const string Pending = "pending";
    internal const string Checked = "being_checked";
    internal const string Available = "available";
    internal const string Used = "used";
    internal const string TakenBack = "taken_back";
    internal const string Expired = "expired";
    internal const string Refused = "refused";
    internal const string Nothing = "nothing";
    internal const string Unknown = "unknown";

    internal static RewardAnswer Of(ToolCall call, CustomerReward reward)
    {
        var (words, amount) = (call.Words, call.Texts.Write(reward.Granted));
        var (state, text) = reward switch
        {
            { WaitsForReview: true, NextAt: { } until } => (Checked, Fill(words.RewardCheckedUntil, amount, call.WriteDay(until))),
            { WaitsForReview: true } => (Checked, Fill(words.RewardChecked, amount)),
            { Stage: RewardStage.Held, NextAt: { } until } => (Pending, Fill(words.RewardPendingUntil, amount, call.WriteDay(until))),
            { Stage: RewardStage.Held or RewardStage.InReview } => (Pending, Fill(words.RewardPending, amount)),
            { Stage: RewardStage.Reversed } => (TakenBack, Fill(words.RewardTakenBack, amount)),
            { Stage: RewardStage.Expired } => (Expired, Fill(words.RewardExpired, amount)),
            { Available.IsZero: false } when reward.Available != reward.Granted =>
                (Available, Fill(words.RewardPartAvailable, call.Texts.Write(reward.Available), amount)),
            { Available.IsZero: false, NextAt: { } until } => (Available, Fill(words.RewardAvailableUntil, amount, call.WriteDay(until))),
            { Available.IsZero: false } => (Available, Fill(words.RewardAvailable, amount)),
            _ => (Used, Fill(words.RewardUsed, amount)),
        };
        if (state is not TakenBack && !reward.Reversed.IsZero)
        {
            text += " " + Fill(words.RewardPartTakenBack, call.Texts.Write(reward.Reversed));
        }

        return new RewardAnswer(
            call.Write(reward.Granted),
            call.IsoDay(reward.GrantedAt),
            state,
            text,
            ToolCall.IsoTime(reward.NextAt),
            reward.Side == Side.Referee && reward.ConversionId is { } order ? ToolText.Line(order) : null);
    }

    internal static string NextStep(ToolCall call, string outcome) => outcome switch
    {
        Pending or Checked or Granted or Available or Used => call.Words.NextWait,
        Nothing => call.Words.NextShare,
        _ => call.Words.NextTerms,
    };
}
