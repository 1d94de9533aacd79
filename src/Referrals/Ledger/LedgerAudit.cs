using System.Globalization;

namespace Referrals.Ledger;

/// <summary>
/// Checks a ledger as an accountant would: every posting sums to zero and does what its step says, and every chain of postings is
/// whole, so that no line was changed, taken out or put in between. Lines come in the order in which they were posted.
/// </summary>
internal sealed class LedgerAudit
{
    internal const string Unbalanced = "ledger.unbalanced";
    internal const string BrokenChain = "ledger.broken_chain";
    internal const string WrongBalance = "ledger.wrong_balance";
    internal const string WrongStep = "ledger.wrong_step";

    private const int MaxPostingsOfCommit = 100;
    private const int MaxPositionsOfCommit = 10_000;

    private readonly Dictionary<string, List<LedgerLine>> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedDictionary<int, LedgerLine>> _chains = new(StringComparer.Ordinal);
    private readonly Dictionary<(LedgerAccount Account, CustomerId Owner, Unit Unit), long> _balances = [];
    private readonly Dictionary<string, (LedgerLine Line, long Position)> _last = new(StringComparer.Ordinal);
    private readonly List<LedgerFinding> _findings = [];

    /// <summary>What every customer's counted accounts hold by the lines so far.</summary>
    internal IReadOnlyDictionary<(LedgerAccount Account, CustomerId Owner, Unit Unit), long> Balances => _balances;

    internal void Add(LedgerLine line, long position = 0)
    {
        if (line.Owner is { } owner && line.Account.IsCounted())
        {
            var account = (line.Account, owner, line.Amount.Unit);
            _balances[account] = checked(_balances.GetValueOrDefault(account) + line.Amount.MinorUnits);
        }

        if (!_open.TryGetValue(line.Posting, out var lines))
        {
            _open[line.Posting] = lines = [];
        }

        lines.Add(line);
        if (lines.Sum(static one => one.Amount.MinorUnits) == 0)
        {
            _ = _open.Remove(line.Posting);
            Close([.. lines], position);
        }
    }

    /// <summary>Everything that was found; asked once all lines are in.</summary>
    internal IReadOnlyList<LedgerFinding> Finish()
    {
        foreach (var (posting, lines) in _open)
        {
            _findings.Add(new(Unbalanced, posting, $"The lines {string.Join(", ", lines.Select(static line => line.Amount))} do not sum to zero."));
        }

        foreach (var (name, chain) in _chains)
        {
            var previous = string.Empty;
            var index = 0;
            foreach (var (place, line) in chain)
            {
                index++;
                if (place != index || line.PreviousHash != previous)
                {
                    _findings.Add(new(BrokenChain, line.Posting, string.Create(
                        CultureInfo.InvariantCulture,
                        $"The posting is number {place} in the chain {name}, and does not continue number {index - 1}.")));
                    index = place;
                }

                previous = line.Hash;
            }
        }

        return _findings;
    }

    /// <summary>Within one commit lines stand in the order of their ids; a commit is short, even where others write in between.</summary>
    private static bool CanBeOfOneCommit((LedgerLine Line, long Position) before, (LedgerLine Line, long Position) after) =>
        string.CompareOrdinal(before.Line.Posting, after.Line.Posting) < 0
        && before.Line.ChainIndex - after.Line.ChainIndex < MaxPostingsOfCommit
        && after.Position - before.Position < MaxPositionsOfCommit;

    private void Close(LedgerLine[] lines, long position)
    {
        var first = lines[0];
        if (lines.Any(line => line.Amount.Unit != first.Amount.Unit))
        {
            _findings.Add(new(Unbalanced, first.Posting, "The lines are in several units."));
        }

        var hash = PostingHash.Of(lines);
        if (lines.Any(line => line.Hash != hash || line.PreviousHash != first.PreviousHash || line.ChainIndex != first.ChainIndex))
        {
            _findings.Add(new(BrokenChain, first.Posting, "The posting does not have the hash of its content: it was changed."));
        }

        if (!IsStep(lines))
        {
            _findings.Add(new(WrongStep, first.Posting, $"The posting does not move what the step '{first.Step}' moves."));
        }

        if (!_chains.TryGetValue(first.Chain, out var chain))
        {
            _chains[first.Chain] = chain = [];
        }

        if (!_last.TryGetValue(first.Chain, out var last) || last.Line.ChainIndex < first.ChainIndex)
        {
            _last[first.Chain] = (first, position);
        }
        else if (!CanBeOfOneCommit(last, (first, position)))
        {
            _findings.Add(new(BrokenChain, first.Posting, $"The posting stands behind a later one of the chain {first.Chain}: a position was changed."));
        }

        if (!chain.TryAdd(first.ChainIndex, first))
        {
            _findings.Add(new(BrokenChain, first.Posting, $"The chain {first.Chain} has two postings at place {first.ChainIndex}."));
        }
    }

    /// <summary>Whether a posting moves between the accounts that its step names, and its parts are the whole of it.</summary>
    private static bool IsStep(LedgerLine[] lines)
    {
        var first = lines[0];
        var from = Array.Find(lines, static line => line.Amount.IsNegative);
        var parts = lines.Sum(static line => line.Parts.Sum(static part => part.MinorUnits));
        if (from is null || (parts != 0 && parts != lines.Sum(static line => Math.Max(0, line.Amount.MinorUnits))))
        {
            return false;
        }

        if (first.Step == LedgerBook.FeeBorne)
        {
            return from.Account == LedgerAccount.Program;
        }

        // The fee of a payout leaves with it, and comes back with it.
        return RewardLifecycle.TryFind(first.Step, out var transition) && lines.All(line => line.Amount.IsNegative
            ? line.Account == transition!.Debited || (line.Account == LedgerAccount.Fees && first.Step == RewardLifecycle.PayoutReturned)
            : line.Account == transition!.Credited || (line.Account == LedgerAccount.Fees && first.Step == RewardLifecycle.Paid));
    }
}

/// <summary>Something in a ledger that cannot be right.</summary>
public sealed record LedgerFinding
{
    internal LedgerFinding(string code, string posting, string message)
    {
        Code = code;
        Posting = posting;
        Message = message;
    }

    /// <summary>The stable machine code: <c>ledger.unbalanced</c>, <c>ledger.broken_chain</c>, <c>ledger.wrong_step</c>, <c>ledger.wrong_balance</c>.</summary>
    public string Code { get; }

    /// <summary>The posting, or the account, that it is about.</summary>
    public string Posting { get; }

    /// <summary>What is wrong, in a full sentence.</summary>
    public string Message { get; }

    /// <summary>Posting, message and code in one line.</summary>
    public override string ToString() => $"{Posting}: {Message} [{Code}]";
}
