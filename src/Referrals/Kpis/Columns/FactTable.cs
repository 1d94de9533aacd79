using System.Runtime.CompilerServices;

namespace Referrals.Kpis;

/// <summary>
/// The journal in columns: what KPIs need of each fact, in a few bytes, ready to be folded into <see cref="KpiTotals"/> for any
/// windows and groups. New facts are appended without touching the old.
/// </summary>
/// <remarks>
/// Facts may come in any order; a late one counts by when it happened. A sale is a conversion with an amount; money in another
/// unit than the table's is left out of all sums and counted in <see cref="KpiTotals.LeftOut"/>, though the sale still makes
/// its customer a purchaser. A missing margin counts as zero. Reading from several threads is safe while nobody appends.
/// </remarks>
/// <example><code>
/// var table = new FactTable(Unit.Money("USD"));
/// table.Append(journal);
/// var bySegment = table.Totals(window, KpiGrouping.BySegment);
/// </code></example>
public sealed partial class FactTable
{
    internal const int ShardBits = 4;
    internal const int Shards = 1 << ShardBits;

    internal readonly Names Programs = new();
    internal readonly Names Segments = new();
    internal readonly Names Channels = new();
    internal readonly Names Codes = new();
    internal readonly Names Touchpoints = new();
    internal readonly Shard[] Parts = [.. Enumerable.Range(0, Shards).Select(_ => new Shard())];

    internal readonly int ReferralChannel;
    internal readonly HashSet<int> CostChannels = [];

    private readonly Dictionary<(int Program, CustomerId Customer), int> _people = [];
    private readonly Dictionary<(int Sharer, string Share, VisitorId Visitor), int> _pairs = [];
    private readonly Dictionary<Traits, int> _traitNumbers = [];
    private readonly List<Traits> _traits = [];
    private readonly List<CustomerId> _customers = [];
    private int _peopleCount;

    /// <summary>A table without facts.</summary>
    /// <param name="unit">The unit of all money in it, such as <c>Unit.Money("USD")</c>.</param>
    /// <exception cref="ArgumentException"><paramref name="unit"/> is <c>default</c>.</exception>
    public FactTable(Unit unit)
    {
        if (unit.IsDefault)
        {
            throw new ArgumentException("KPIs take a unit that is not default, such as Unit.Money(\"USD\").", nameof(unit));
        }

        Unit = unit;
        _ = Channels.Of(string.Empty);
        ReferralChannel = Channels.Of(Channel.Referral.Value);
    }

    /// <summary>The unit of all money in the table.</summary>
    public Unit Unit { get; }

    /// <summary>The number of facts appended, those included that no KPI counts.</summary>
    public long Count { get; private set; }

    internal IReadOnlyList<Traits> TraitsInUse => _traits;

    internal int People => _peopleCount;

    /// <summary>A table of one program's journal.</summary>
    public static FactTable Read(IEnumerable<Fact> facts, Unit unit)
    {
        var table = new FactTable(unit);
        table.Append(facts);
        return table;
    }

    internal static int Global(int shard, int local) => (local << ShardBits) | shard;

    internal Shard PartOf(int person) => Parts[person & (Shards - 1)];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Local(int person) => person >> ShardBits;

    internal CustomerId CustomerOf(int person) => _customers[person];

    internal long SignedUpAt(int person) => PartOf(person).SignedUpAt[Local(person)];

    internal int TraitsNumber(Traits traits)
    {
        if (!_traitNumbers.TryGetValue(traits, out var number))
        {
            number = _traits.Count;
            _traitNumbers.Add(traits, number);
            _traits.Add(traits);
        }

        return number;
    }

    /// <summary>Numbers go round the shards, so these stay of equal size.</summary>
    internal int AddPerson(int traits, CustomerId customer)
    {
        var person = _peopleCount++;
        _ = PartOf(person).AddPerson(traits);
        _customers.Add(customer);
        return person;
    }
}

/// <summary>What a group has in common.</summary>
public enum KpiDimension
{
    /// <summary>The program; its key is the partition as text.</summary>
    Program = 0,

    /// <summary>The customer's segment at the sign-up.</summary>
    Segment = 1,

    /// <summary>The channel through which the customer was acquired; of a cost, its own channel.</summary>
    Channel = 2,

    /// <summary>The version of the program at the sign-up; the empty text if it is unknown.</summary>
    Version = 3,
}

/// <summary>The totals of one group in each of the windows that were asked for.</summary>
public sealed class KpiGroup
{
    internal KpiGroup(IReadOnlyList<string> key, IReadOnlyList<KpiTotals> totals)
    {
        Key = key;
        Totals = totals;
    }

    /// <summary>What the group has in common, in the order of the grouping; empty for everything in one group.</summary>
    public IReadOnlyList<string> Key { get; }

    /// <summary>The totals, one per window, in the order of the windows.</summary>
    public IReadOnlyList<KpiTotals> Totals { get; }

    /// <summary>A group that a store has folded.</summary>
    /// <param name="key">The parts of the key, in the order of the grouping.</param>
    /// <param name="totals">The totals, one per window, in the order of the windows.</param>
    public static KpiGroup Of(IEnumerable<string> key, IEnumerable<KpiTotals> totals)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(totals);
        return new KpiGroup([.. key], [.. totals]);
    }

    /// <summary>The key's parts with a slash between them.</summary>
    public override string ToString() => string.Join(" / ", Key);
}

/// <summary>By what totals are broken down: parts of people that do not overlap.</summary>
/// <remarks>
/// A sign-up, sale, refund or answer counts where its customer belongs, by the segment, channel and program version of the
/// sign-up; a share or click where the sharer belongs; a reward where the one who got it belongs, under the channel
/// <c>referral</c>; any other cost under its own channel. What is unknown is the empty text.
/// </remarks>
public sealed class KpiGrouping
{
    /// <summary>Everything in one group.</summary>
    public static readonly KpiGrouping Everything = new([], null);

    /// <summary>By program.</summary>
    public static readonly KpiGrouping ByProgram = new([KpiDimension.Program], null);

    /// <summary>By the customer's segment.</summary>
    public static readonly KpiGrouping BySegment = new([KpiDimension.Segment], null);

    /// <summary>By the channel through which customers were acquired.</summary>
    public static readonly KpiGrouping ByChannel = new([KpiDimension.Channel], null);

    /// <summary>By the program version that was in force at the sign-up.</summary>
    public static readonly KpiGrouping ByVersion = new([KpiDimension.Version], null);

    private KpiGrouping(IReadOnlyList<KpiDimension> dimensions, Func<CustomerId, string>? referrerGroup)
    {
        Dimensions = dimensions;
        ReferrerGroup = referrerGroup;
    }

    /// <summary>The parts of a key, in their order; the group of the referrer, if there is one, comes after them.</summary>
    public IReadOnlyList<KpiDimension> Dimensions { get; }

    /// <summary>The group that the application gives a referrer; <c>null</c> if referrers are not told apart.</summary>
    public Func<CustomerId, string>? ReferrerGroup { get; }

    /// <summary>
    /// By a group of referrers that the host names, such as ambassadors and ordinary customers. Customers without a referrer
    /// are in the group with the empty name.
    /// </summary>
    /// <param name="groupOf">The group of a referrer. It must be pure; it is called once per person and fold.</param>
    public static KpiGrouping ByReferrer(Func<CustomerId, string> groupOf)
    {
        ArgumentNullException.ThrowIfNull(groupOf);
        return new KpiGrouping([], groupOf);
    }

    /// <summary>By both: the keys are those of this grouping, then those of the other.</summary>
    /// <exception cref="ArgumentException">Both group by referrers, or this one does: referrer groups come last.</exception>
    public KpiGrouping And(KpiGrouping other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return ReferrerGroup is null
            ? new KpiGrouping([.. Dimensions, .. other.Dimensions], other.ReferrerGroup)
            : throw new ArgumentException("A grouping by referrers comes last. Write the other grouping first.", nameof(other));
    }
}

/// <summary>The counts and sums of one group in one window. Money is in the smallest parts of the table's unit.</summary>
/// <remarks>They add up over groups and over windows alike, because no person is counted once who acted twice.</remarks>
public sealed record KpiSums
{
    /// <summary>What the group has in common, in the order of the grouping.</summary>
    public required IReadOnlyList<string> Key { get; init; }

    /// <summary>The window.</summary>
    public required KpiWindow Window { get; init; }

    /// <summary>Sign-ups.</summary>
    public long Signups { get; init; }

    /// <summary>Sign-ups by referral.</summary>
    public long ReferredSignups { get; init; }

    /// <summary>Those of these referred sign-ups with a first sale before the end of the window.</summary>
    public long ReferredPurchasers { get; init; }

    /// <summary>Shares.</summary>
    public long Shares { get; init; }

    /// <summary>Touches, each one counted.</summary>
    public long RawClicks { get; init; }

    /// <summary>Sales.</summary>
    public long Orders { get; init; }

    /// <summary>Sales less refunds.</summary>
    public long NetRevenueMinor { get; init; }

    /// <summary>Margin of sales less that of refunds.</summary>
    public long NetMarginMinor { get; init; }

    /// <summary>Refunds.</summary>
    public long Refunds { get; init; }

    /// <summary>Costs of the channel referral, rewards included.</summary>
    public long ReferralCostMinor { get; init; }

    /// <summary>Costs of all other channels.</summary>
    public long OtherCostMinor { get; init; }
}
