namespace Referrals.Ledger.Life;

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
