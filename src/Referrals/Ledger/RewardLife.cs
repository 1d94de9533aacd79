using System.Collections.Frozen;
using System.Text;
using static Referrals.Ledger.LedgerAccount;
using static Referrals.Ledger.RewardStage;

namespace Referrals.Ledger;

/// <summary>
/// The life of a reward as a table: every transition that there is, with its posting. What is not in the table cannot happen. An
/// amount of a reward moves, not the reward as a whole: parts of one reward can be redeemed, paid, expired and reversed.
/// </summary>
public static class RewardLifecycle
{
    internal const string Granted = "granted";
    internal const string GrantedHeld = "granted_held";
    internal const string GrantedInReview = "granted_in_review";
    internal const string ApprovedHeld = "approved_held";
    internal const string Approved = "approved";
    internal const string Rejected = "rejected";
    internal const string Vested = "vested";
    internal const string Redeemed = "redeemed";
    internal const string RedemptionCancelled = "redemption_cancelled";
    internal const string PayoutStarted = "payout_started";
    internal const string PayoutFailed = "payout_failed";
    internal const string PayoutReturned = "payout_returned";
    internal const string Paid = "paid";
    internal const string Expired = "expired";
    internal const string SetOff = "set_off";
    internal const string ReversedInReview = "reversed_in_review";
    internal const string ReversedHeld = "reversed_held";
    internal const string Reversed = "reversed";
    internal const string ReversedExpired = "reversed_expired";

    /// <summary>The step of what is taken back after its use, when the owner then owes it.</summary>
    internal const string Owed = "reversed_owed";

    /// <summary>The step of what is taken back after its use, when the program bears the loss.</summary>
    internal const string WrittenOff = "reversed_written_off";

    /// <summary>The step of what the program had written off and what comes back unused after all.</summary>
    internal const string Recovered = "recovered";

    private static readonly RewardTransition[] All =
    [
        new(GrantedHeld, null, Held, Program, Pending, "earned, with a hold"),
        new(GrantedInReview, null, InReview, Program, Pending, "earned, with a review"),
        new(Granted, null, RewardStage.Vested, Program, Available, "earned"),
        new(ApprovedHeld, InReview, Held, null, null, "approved during the hold"),
        new(Approved, InReview, RewardStage.Vested, Pending, Available, "approved"),
        new(Rejected, InReview, RewardStage.Reversed, Pending, LedgerAccount.Reversed, "rejected"),
        new(Vested, Held, RewardStage.Vested, Pending, Available, "hold over"),
        new(Redeemed, RewardStage.Vested, RewardStage.Redeemed, Available, LedgerAccount.Redeemed, "used"),
        new(RedemptionCancelled, RewardStage.Redeemed, RewardStage.Vested, LedgerAccount.Redeemed, Available, "redemption cancelled"),
        new(PayoutStarted, RewardStage.Vested, RewardStage.InPayout, Available, LedgerAccount.InPayout, "payout started"),
        new(PayoutFailed, RewardStage.InPayout, RewardStage.Vested, LedgerAccount.InPayout, Available, "payout failed"),
        new(Paid, RewardStage.InPayout, RewardStage.Paid, LedgerAccount.InPayout, PaidOut, "paid out"),
        new(PayoutReturned, RewardStage.Paid, RewardStage.Vested, PaidOut, Available, "payout came back"),
        new(Expired, RewardStage.Vested, RewardStage.Expired, Available, LedgerAccount.Expired, "not used in time"),
        new(SetOff, RewardStage.Vested, RewardStage.SetOff, Available, LedgerAccount.Owed, "set off against a debt"),
        new(ReversedHeld, Held, RewardStage.Reversed, Pending, LedgerAccount.Reversed, "refunded"),
        new(ReversedInReview, InReview, RewardStage.Reversed, Pending, LedgerAccount.Reversed, "refunded"),
        new(Reversed, RewardStage.Vested, RewardStage.Reversed, Available, LedgerAccount.Reversed, "refunded"),
        new(ReversedExpired, RewardStage.Expired, RewardStage.Reversed, LedgerAccount.Expired, LedgerAccount.Reversed, "refunded"),
        new(Recovered, RewardStage.Vested, RewardStage.Reversed, Available, LedgerAccount.WrittenOff, "came back after a write-off"),
        .. AfterUse(RewardStage.Redeemed),
        .. AfterUse(RewardStage.InPayout),
        .. AfterUse(RewardStage.Paid),
        .. AfterUse(RewardStage.SetOff),
    ];

    private static readonly FrozenDictionary<string, RewardTransition> BySteps =
        All.DistinctBy(static transition => transition.Step).ToFrozenDictionary(static transition => transition.Step, StringComparer.Ordinal);

    /// <summary>Every transition. A step that leads out of several stages stands there once for each.</summary>
    public static IReadOnlyList<RewardTransition> Transitions { get; } = Array.AsReadOnly(All);

    /// <summary>Whether an amount can get from one stage to another; from <c>null</c>, whether a life can begin there.</summary>
    public static bool Allows(RewardStage? from, RewardStage to) =>
        All.Any(transition => transition.From == from && transition.To == to);

    /// <summary>The table as a state diagram in the language of Mermaid.</summary>
    public static string ToMermaid()
    {
        var text = new StringBuilder("stateDiagram-v2\n");
        foreach (var way in All.GroupBy(static transition => (transition.From, transition.To)))
        {
            var words = string.Join(" / ", way.Select(static transition => transition.Words).Distinct());
            _ = text.Append("    ").Append(way.Key.From?.ToString() ?? "[*]").Append(" --> ").Append(way.Key.To)
                .Append(": ").Append(words).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The transition of a step that the SDK itself names.</summary>
    internal static RewardTransition Of(string step) => BySteps[step];

    internal static bool TryFind(string step, out RewardTransition? transition) => BySteps.TryGetValue(step, out transition);

    private static IEnumerable<RewardTransition> AfterUse(RewardStage stage) =>
    [
        new(Owed, stage, RewardStage.Reversed, LedgerAccount.Owed, LedgerAccount.Reversed, "refunded, owed"),
        new(WrittenOff, stage, RewardStage.Reversed, LedgerAccount.WrittenOff, LedgerAccount.Reversed, "refunded, written off"),
    ];
}

/// <summary>Where a reward, or a part of one, is in its life. How it gets from one stage to another is in <see cref="RewardLifecycle"/>.</summary>
public enum RewardStage
{
    /// <summary>Earned, and not to be used before its hold is over. Counts as pending.</summary>
    Held = 0,

    /// <summary>Earned, and waiting for somebody's approval. Counts as pending.</summary>
    InReview = 1,

    /// <summary>Its owner can use it.</summary>
    Vested = 2,

    /// <summary>Its owner has used it.</summary>
    Redeemed = 3,

    /// <summary>Set aside for a payout that is on its way.</summary>
    InPayout = 4,

    /// <summary>Paid out.</summary>
    Paid = 5,

    /// <summary>Not used in time.</summary>
    Expired = 6,

    /// <summary>Set off against what its owner owed.</summary>
    SetOff = 7,

    /// <summary>Taken back.</summary>
    Reversed = 8,
}

/// <summary>One way from a stage of a reward's life to another, and the posting that goes with it.</summary>
public sealed record RewardTransition
{
    internal RewardTransition(
        string step, RewardStage? from, RewardStage to, LedgerAccount? debited, LedgerAccount? credited, string words)
    {
        Step = step;
        From = from;
        To = to;
        Debited = debited;
        Credited = credited;
        Words = words;
    }

    /// <summary>The name of what happens, which the ledger's lines carry: <c>granted</c>, <c>vested</c>, <c>redeemed</c>.</summary>
    public string Step { get; }

    /// <summary>The stage before; <c>null</c> for the beginning of a life.</summary>
    public RewardStage? From { get; }

    /// <summary>The stage after.</summary>
    public RewardStage To { get; }

    /// <summary>The account that the amount leaves; <c>null</c> where nothing moves.</summary>
    public LedgerAccount? Debited { get; }

    /// <summary>The account that the amount enters; <c>null</c> where nothing moves.</summary>
    public LedgerAccount? Credited { get; }

    /// <summary>What happens, in a few words for people.</summary>
    public string Words { get; }

    /// <summary>Such as <c>Held -> Vested (vested)</c>.</summary>
    public override string ToString() => $"{From?.ToString() ?? "new"} -> {To} ({Step})";
}
