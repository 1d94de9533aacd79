using System.Globalization;

namespace Referrals.Ledger;

/// <summary>
/// Checks a ledger as an accountant would: every posting sums to zero, and every chain of postings is whole, so that no line was
/// changed, taken out or put in between. Lines come in the order in which they were posted.
/// </summary>
internal sealed class LedgerAudit
{
    internal const string Unbalanced = "ledger.unbalanced";
    internal const string BrokenChain = "ledger.broken_chain";
    internal const string WrongBalance = "ledger.wrong_balance";

    private readonly Dictionary<string, List<LedgerLine>> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<CustomerId, SortedDictionary<int, LedgerLine>> _chains = [];
    private readonly Dictionary<(LedgerAccount Account, CustomerId Owner, Unit Unit), long> _balances = [];
    private readonly List<LedgerFinding> _findings = [];

    /// <summary>What every customer's accounts hold by the lines so far.</summary>
    internal IReadOnlyDictionary<(LedgerAccount Account, CustomerId Owner, Unit Unit), long> Balances => _balances;

    internal void Add(LedgerLine line)
    {
        if (line.Owner is { } owner)
        {
            var account = (line.Account, owner, line.Amount.Unit);
            _balances[account] = checked(_balances.GetValueOrDefault(account) + line.Amount.MinorUnits);
        }

        if (!_open.Remove(line.Posting, out var lines))
        {
            _open[line.Posting] = [line];
            return;
        }

        Close(lines[0], line);
    }

    /// <summary>Everything that was found; asked once all lines are in.</summary>
    internal IReadOnlyList<LedgerFinding> Finish()
    {
        foreach (var (posting, _) in _open)
        {
            _findings.Add(new(Unbalanced, posting, "The posting has one line only; its counterpart is missing."));
        }

        foreach (var (customer, chain) in _chains)
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
                        $"The posting is number {place} in the chain of customer {customer}, and does not continue number {index - 1}.")));
                    index = place;
                }

                previous = line.Hash;
            }
        }

        return _findings;
    }

    private void Close(LedgerLine first, LedgerLine second)
    {
        var (from, to) = first.Amount.MinorUnits < 0 ? (first, second) : (second, first);
        if (from.Amount.Unit != to.Amount.Unit || from.Amount.MinorUnits + to.Amount.MinorUnits != 0)
        {
            _findings.Add(new(Unbalanced, first.Posting, $"The lines {from.Amount} and {to.Amount} do not sum to zero."));
        }

        var owner = (to.Owner ?? from.Owner)?.Value ?? string.Empty;
        var hash = LedgerBook.Hash(to.PreviousHash, to.Posting, from.Account, to.Account, owner, to.Amount, to.OccurredAt);
        if (hash != to.Hash || from.Hash != to.Hash)
        {
            _findings.Add(new(BrokenChain, first.Posting, "The posting does not have the hash of its content: it was changed."));
        }

        if (!_chains.TryGetValue(to.Chain, out var chain))
        {
            _chains[to.Chain] = chain = [];
        }

        if (!chain.TryAdd(to.ChainIndex, to))
        {
            _findings.Add(new(BrokenChain, first.Posting, $"The chain of customer {to.Chain} has two postings at place {to.ChainIndex}."));
        }
    }
}
