using NodaTime;

namespace Referrals.Ledger;

/// <summary>Lines that sum to zero, and the chain as it stands after them.</summary>
internal readonly record struct Posting
{
    public required LedgerLine[] Lines { get; init; }

    public required LedgerChain Chain { get; init; }
}

/// <summary>What a posting is about: whose, which reward or rewards, when, and where its chain stands.</summary>
internal readonly record struct LedgerEntry
{
    /// <summary>The posting's id, unique in the program.</summary>
    public required string Posting { get; init; }

    /// <summary>What happens.</summary>
    public required string Step { get; init; }

    public required CustomerId Owner { get; init; }

    public required Unit Unit { get; init; }

    public RewardId? Reward { get; init; }

    public string? Subject { get; init; }

    public ValueList<LedgerPart>? Parts { get; init; }

    public required Instant At { get; init; }

    public required LedgerChain Chain { get; init; }
}

/// <summary>One side of a posting in the making: so much into an account, or out of it if negative.</summary>
internal readonly record struct LedgerMove(LedgerAccount Account, long MinorUnits);

/// <summary>Writes postings: those of a reward's life as the table says, and the fees that the program bears.</summary>
internal static class LedgerBook
{
    /// <summary>The step of a payout's fee that the program bears; no reward moves.</summary>
    internal const string FeeBorne = "fee_borne";

    /// <summary>The posting of one transition of <see cref="RewardLifecycle"/>: the whole amount from one account to the other.</summary>
    internal static Posting Move(in LedgerEntry entry, long minorUnits)
    {
        var transition = RewardLifecycle.Of(entry.Step);
        return Post(entry, new(transition.Debited!.Value, -minorUnits), new(transition.Credited!.Value, minorUnits));
    }

    /// <summary>A payout has arrived; what it cost is taken from it where its owner bears the fee.</summary>
    internal static Posting Pay(in LedgerEntry entry, long minorUnits, long fee) => fee == 0
        ? Move(entry, minorUnits)
        : Post(entry, new(LedgerAccount.InPayout, -minorUnits), new(LedgerAccount.PaidOut, minorUnits - fee), new(LedgerAccount.Fees, fee));

    /// <summary>A payout that had arrived came back: the way of <see cref="Pay"/> backwards, as far as the fee goes back to its owner.</summary>
    internal static Posting Return(in LedgerEntry entry, long minorUnits, long fee) => fee == 0
        ? Move(entry, minorUnits)
        : Post(entry, new(LedgerAccount.PaidOut, fee - minorUnits), new(LedgerAccount.Fees, -fee), new(LedgerAccount.Available, minorUnits));

    internal static Posting BearFee(in LedgerEntry entry, long fee) =>
        Post(entry, new(LedgerAccount.Program, -fee), new(LedgerAccount.Fees, fee));

    private static Posting Post(in LedgerEntry entry, params ReadOnlySpan<LedgerMove> moves)
    {
        var lines = new LedgerLine[moves.Length];
        for (var i = 0; i < moves.Length; i++)
        {
            lines[i] = new LedgerLine
            {
                Posting = entry.Posting,
                Step = entry.Step,
                Account = moves[i].Account,
                Owner = moves[i].Account.HasOwner() ? entry.Owner : null,
                Amount = Amount.FromMinorUnits(moves[i].MinorUnits, entry.Unit),
                Reward = entry.Reward,
                Subject = entry.Subject,
                OccurredAt = entry.At,
                Chain = entry.Chain.Name,
                ChainIndex = entry.Chain.Length + 1,
                PreviousHash = entry.Chain.Hash,
                Hash = string.Empty,
                PartList = i == 0 ? entry.Parts : null,
            };
        }

        var hash = PostingHash.Of(lines);
        foreach (var line in lines)
        {
            line.Seal(hash);
        }

        return new Posting { Lines = lines, Chain = new LedgerChain(entry.Chain.Name, entry.Chain.Length + 1, hash) };
    }
}
