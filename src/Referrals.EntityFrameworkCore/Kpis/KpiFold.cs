using Referrals.Kpis;

namespace Referrals.EntityFrameworkCore.Kpis;

/// <summary>
/// Adds the rows of the queries up. Everything in a row is of people who are in no other row of the same kind and group, so rows
/// of referrers whom the application puts into one group simply add up.
/// </summary>
internal sealed class KpiFold
{
    private readonly string _program;
    private readonly Unit _unit;
    private readonly IReadOnlyList<KpiWindow> _windows;
    private readonly KpiGrouping _grouping;
    private readonly Dictionary<string[], GroupCell[]> _groups = new(KeyEquality.Ordinal);
    private readonly Dictionary<string, string> _referrerGroups = new(StringComparer.Ordinal);

    internal KpiFold(Partition partition, Unit unit, IReadOnlyList<KpiWindow> windows, KpiGrouping grouping)
    {
        _program = partition.ToString();
        _unit = unit;
        _windows = windows;
        _grouping = grouping;
    }

    /// <summary>Whether some money is in another unit.</summary>
    internal bool HasForeignMoney { get; private set; }

    /// <summary>The cell of a row: its key as the database gave it, and the number of its window.</summary>
    internal GroupCell Cell(ReadOnlySpan<string> columns, int window)
    {
        var key = Key(columns);
        if (!_groups.TryGetValue(key, out var cells))
        {
            cells = [.. _windows.Select(static _ => new GroupCell())];
            _groups.Add(key, cells);
        }

        return cells[window];
    }

    internal IReadOnlyList<KpiGroup> Groups() =>
    [
        .. _groups
            .OrderBy(static group => group.Key, KeyEquality.Ordinal)
            .Select(group => KpiGroup.Of(group.Key, Totals(group.Value)))
            .Where(static group => group.Totals.Any(static totals => totals != KpiTotals.Zero(totals.Window, totals.Unit))),
    ];

    internal static void AddEligible(GroupCell cell, KpiRow row) => cell.NewlyEligible += row.Number(0);

    internal static void AddMembers(GroupCell cell, KpiRow row)
    {
        var people = row.Number(4);
        var channel = row.Text(0);
        cell.Cohorts[channel] = cell.Cohorts.GetValueOrDefault(channel)
            + new CohortTotals { Customers = people, Purchasers = row.Number(5) };
        cell.SignupsOfNewReferrers += row.Number(3) * people;
        if (!row.IsNull(1))
        {
            cell.CycleTimes.AddRange(Enumerable.Repeat(row.Time(1), (int)people));
        }

        if (!row.IsNull(2))
        {
            cell.ConversionTimes.AddRange(Enumerable.Repeat(row.Time(2), (int)people));
        }
    }

    /// <summary>Adds what people did. Shares are left to <see cref="AddSharers"/> where referrers are told apart.</summary>
    internal void AddPersons(GroupCell cell, KpiRow row)
    {
        if (!row.IsNull(0))
        {
            var channel = row.Text(0);
            cell.Cohorts[channel] = cell.Cohorts.GetValueOrDefault(channel) + new CohortTotals
            {
                RevenueMinor = row.Number(10),
                MarginMinor = row.Number(11),
                MarginSquares = Squares(row, 12),
            };
        }

        cell.Active += row.Number(1);
        cell.Buyers += row.Number(2);
        cell.SharingBuyers += row.Number(3);
        cell.Orders += row.Number(4);
        cell.Revenue += row.Number(5);
        cell.Margin += row.Number(6);
        cell.Refunds += row.Number(7);
        cell.RefundedRevenue += row.Number(8);
        cell.RefundedMargin += row.Number(9);
        HasForeignMoney |= row.Number(18) > 0;
        if (_grouping.ReferrerGroup is null)
        {
            cell.Advocates += row.Number(19);
            cell.Shares += row.Number(20);
        }
    }

    internal static void AddSharers(GroupCell cell, KpiRow row)
    {
        cell.Advocates += row.Number(0);
        cell.Shares += row.Number(1);
    }

    internal static void AddClicks(GroupCell cell, KpiRow row)
    {
        cell.RawClicks += row.Number(0);
        cell.UniqueClicks += row.Number(1);
    }

    internal static void AddFunnel(GroupCell cell, KpiRow row)
    {
        if (row.Text(0) == nameof(FactKind.TouchRecorded))
        {
            cell.AddFunnel(row.Text(1), row.Text(2), new ShareFunnel { Clicks = row.Number(3) });
            return;
        }

        cell.AddFunnel(row.Text(1), touchpoint: null, new ShareFunnel { Shares = row.Number(3) });
    }

    internal void AddCosts(GroupCell cell, KpiRow row)
    {
        var (type, channel, inWindow, amount) = (row.Text(0), row.Text(1), row.Number(2) == 1, row.Number(3));
        var signed = type == nameof(FactKind.RewardReversed) ? -amount : amount;
        cell.NewlyOutstanding += type == nameof(FactKind.CostRecorded) ? 0 : signed;
        if (inWindow)
        {
            cell.Granted += type == nameof(FactKind.RewardGranted) ? amount : 0;
            cell.Reversed += type == nameof(FactKind.RewardReversed) ? amount : 0;
            GroupCell.Add(cell.Costs, channel, signed);
            HasForeignMoney |= row.Number(4) > 0;
        }
    }

    internal static void AddCounts(GroupCell cell, KpiRow row)
    {
        var (type, channel, what, count) = (row.Text(0), row.Text(1), row.Text(2), row.Number(3));
        switch (type)
        {
            case nameof(FactKind.ReferralCreated):
                cell.Created += count;
                cell.AddFunnel(channel, what, new ShareFunnel { ReferralsCreated = count });
                break;
            case nameof(FactKind.ReferralQualified):
                cell.Qualified += count;
                cell.AddFunnel(channel, what, new ShareFunnel { ReferralsQualified = count });
                break;
            case nameof(FactKind.ReferralRefused):
                GroupCell.Add(cell.Refusals, what, count);
                break;
            case nameof(FactKind.ReferralHeld):
                GroupCell.Add(cell.Holds, what, count);
                break;
            case nameof(FactKind.ReferralApproved) or nameof(FactKind.ReferralRejected) or nameof(FactKind.RewardReviewed):
                GroupCell.Add(cell.Verdicts, ReviewVerdict.Of(Enum.Parse<FactKind>(type), what), count);
                break;
            default:
                cell.Promoters += what == "promoter" ? count : 0;
                cell.Passives += what == "passive" ? count : 0;
                cell.Detractors += what == "detractor" ? count : 0;
                break;
        }
    }

    internal static void AddLeftOut(GroupCell cell, KpiRow row)
    {
        GroupCell.Add(cell.LeftOut, row.Text(2), row.Number(3));
        switch (row.Text(0))
        {
            case nameof(FactKind.CostRecorded):
                GroupCell.Add(cell.CostsLeftOut, row.Text(1), row.Number(3));
                break;
            case nameof(FactKind.RewardGranted) or nameof(FactKind.RewardReversed):
                GroupCell.Add(cell.CostsLeftOut, Channel.Referral.Value, row.Number(3));
                break;
        }
    }

    /// <summary>With a margin of x 2^40 + y 2^20 + z, its square is the sum of these six products: databases have no integers that hold it.</summary>
    private static Int128 Squares(KpiRow row, int first) =>
        ((Int128)row.Number(first) << 80) + ((Int128)row.Number(first + 1) << 61)
        + ((((Int128)row.Number(first + 2) << 1) + row.Number(first + 3)) << 40)
        + ((Int128)row.Number(first + 4) << 21) + row.Number(first + 5);

    private string[] Key(ReadOnlySpan<string> columns)
    {
        var key = new string[_grouping.Dimensions.Count + (_grouping.ReferrerGroup is null ? 0 : 1)];
        var next = 0;
        for (var i = 0; i < _grouping.Dimensions.Count; i++)
        {
            key[i] = _grouping.Dimensions[i] == KpiDimension.Program ? _program : columns[next++];
        }

        if (_grouping.ReferrerGroup is { } groupOf)
        {
            key[^1] = Referrer(columns[next], groupOf);
        }

        return key;
    }

    private string Referrer(string referrer, Func<CustomerId, string> groupOf)
    {
        if (!_referrerGroups.TryGetValue(referrer, out var group))
        {
            group = referrer.Length == 0 ? string.Empty : groupOf(CustomerId.From(referrer)) ?? string.Empty;
            _referrerGroups.Add(referrer, group);
        }

        return group;
    }

    private IEnumerable<KpiTotals> Totals(GroupCell[] cells)
    {
        long eligible = 0, outstanding = 0;
        for (var window = 0; window < cells.Length; window++)
        {
            eligible += cells[window].NewlyEligible;
            outstanding += cells[window].NewlyOutstanding;
            yield return cells[window].ToTotals(_windows[window], _unit, eligible, outstanding);
        }
    }
}
