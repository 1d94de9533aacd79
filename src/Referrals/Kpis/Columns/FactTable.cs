using System.Runtime.CompilerServices;

namespace Referrals.Kpis.Columns;

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
