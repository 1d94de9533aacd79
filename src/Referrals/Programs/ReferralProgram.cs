using System.Collections.Concurrent;
using NodaTime;
using NodaTime.TimeZones;
using Referrals.Attribution;
using Referrals.Codes;
using Referrals.Sharing;

namespace Referrals;

/// <summary>
/// A referral program as immutable data: built in C# or read from JSON, both giving equal objects. Every decision keeps the
/// version of the program that made it.
/// </summary>
/// <example><code>
/// var program = ReferralProgram.Create("spring", p => p
///     .InZone("Europe/Paris")
///     .Attribute(a => a.LastTouch().Within(TimePeriod.Days(30)).CodeBeatsLink())
///     .Qualify(q => q.On("purchase").First().AtLeast(50, "EUR").Within(TimePeriod.Days(60)))
///     .RewardReferrer(r => r.Flat(10, "EUR").AtMost(500, "EUR", per: TimeFrame.CalendarMonth).HeldFor(TimePeriod.Days(14)))
///     .RewardReferee(r => r.Flat(10, "EUR")));
/// </code></example>
public sealed record ReferralProgram
{
    private readonly string _zoneId = "UTC";
    private readonly DateTimeZone? _zone = DateTimeZoneProviders.Tzdb["UTC"];

    internal ReferralProgram()
    {
    }

    /// <summary>The program's id, the same for all its versions.</summary>
    public ProgramId Id { get; internal init; }

    /// <summary>The version, from 1. A changed program takes a higher one.</summary>
    /// <value>The default is 1.</value>
    public int Version { get; internal init; } = 1;

    /// <summary>The name for people.</summary>
    /// <value>The default is the id.</value>
    public string Name { get; internal init; } = string.Empty;

    /// <summary>The zone of all calendar periods: an id of the IANA time zone database.</summary>
    /// <value>The default is UTC.</value>
    public string ZoneId
    {
        get => _zoneId;
        internal init
        {
            _zoneId = value;
            _zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(value);
        }
    }

    /// <summary>The first instant at which referrals can be created; <c>null</c> for always.</summary>
    public Instant? StartsAt { get; internal init; }

    /// <summary>The first instant at which referrals can no longer be created; <c>null</c> for never. Existing referrals go on earning.</summary>
    public Instant? EndsAt { get; internal init; }

    /// <summary>Whether no referrals are created for now.</summary>
    public bool IsPaused { get; internal init; }

    /// <summary>How everything that the program computes is rounded.</summary>
    /// <value>The default is <see cref="RoundingMode.HalfAwayFromZero"/>.</value>
    public RoundingMode Rounding { get; internal init; }

    /// <summary>How codes look.</summary>
    public CodeFormat Codes { get; internal init; } = CodeFormat.Default;

    /// <summary>What codes referrers may choose for themselves; <c>null</c> for none, the default.</summary>
    public CustomCodeRules? ChosenCodes { get; internal init; }

    /// <summary>How links look and how codes are read out of them; <c>null</c> for a program without links.</summary>
    public LinkTemplate? Links { get; internal init; }

    /// <summary>How a sign-up finds its referrer.</summary>
    public AttributionPolicy Attribution { get; internal init; } = AttributionPolicy.Default;

    /// <summary>What a conversion must fulfil before any incentive is asked.</summary>
    /// <value>The default is <see cref="Condition.Always"/>.</value>
    public Condition Qualification { get; internal init; } = Condition.Always;

    /// <summary>What keeps wrong referrals out, beyond what always does.</summary>
    /// <value>The default is <see cref="GuardPolicy.None"/>.</value>
    public GuardPolicy Guards { get; internal init; } = GuardPolicy.None;

    /// <summary>Which parts of a conversion's amount count.</summary>
    /// <value>The default is <see cref="Referrals.AmountBase.Paid"/>.</value>
    public AmountBase AmountBase { get; internal init; } = AmountBase.Paid;

    /// <summary>
    /// How long before the sign-up a conversion can have happened to count as if it came after it, such as a guest's order; <c>null</c>, the default,
    /// for conversions after the sign-up only. The sign-up must lie in the period that begins with the conversion.
    /// </summary>
    public TimePeriod? CountsBeforeSignUp { get; internal init; }

    /// <summary>The first day of the program's weeks.</summary>
    /// <value>The default is Monday.</value>
    public IsoDayOfWeek WeekStart { get; internal init; } = IsoDayOfWeek.Monday;

    /// <summary>The first day of the program's years.</summary>
    /// <value>The default is 1 January.</value>
    public AnnualDate YearStart { get; internal init; } = new(1, 1);

    /// <summary>The incentive rules, in the order in which they are asked.</summary>
    public IReadOnlyList<Incentive> Incentives => IncentiveList;

    /// <summary>What happens when several rules without a group grant something to one side.</summary>
    /// <value>The default is <see cref="Precedence.Stack"/>.</value>
    public Precedence Precedence { get; internal init; }

    /// <summary>What happens to a decision when a custom rule, condition or guard throws.</summary>
    /// <value>The default is <see cref="RuleFailure.Throw"/>.</value>
    public RuleFailure WhenRuleFails { get; internal init; }

    /// <summary>The groups in which rules compete apart from the others.</summary>
    public IReadOnlyList<RuleGroup> Groups => GroupList;

    /// <summary>The caps over all rules of one side together.</summary>
    public IReadOnlyList<SideCap> Caps => CapList;

    /// <summary>The most that the program gives in all, one budget per unit; never exceeded.</summary>
    public IReadOnlyList<Budget> Budgets => BudgetList;

    /// <summary>How much a referrer can earn in a tax year before rewards wait for a review; <c>null</c> for no limit.</summary>
    public TaxThreshold? TaxThreshold { get; internal init; }

    /// <summary>Above which amount a reward that is granted by hand waits for a second person, one amount for each unit; none for a unit without one.</summary>
    public IReadOnlyList<Amount> ManualReviews => ManualReviewList;

    /// <summary>The zone and when its weeks and years begin.</summary>
    public ProgramCalendar Calendar => new(Zone, WeekStart, YearStart);

    /// <summary>How units are paid out, one rule for each; a unit without one is paid out from any amount on, without a fee.</summary>
    public IReadOnlyList<PayoutRule> Payouts => PayoutList;

    /// <summary>What happens when a refund takes back what was used already.</summary>
    /// <value>The default is <see cref="ShortfallPolicy.NegativeBalance"/>.</value>
    public ShortfallPolicy Shortfall { get; internal init; }

    /// <summary>Which of several rewards a redemption or a payout uses first.</summary>
    /// <value>The default is <see cref="LotOrder.Oldest"/>.</value>
    public LotOrder LotOrder { get; internal init; }

    /// <summary>What happens when a cap or a budget has room for the rewards of one side of a conversion only.</summary>
    /// <value>The default is <see cref="PairPolicy.Apart"/>.</value>
    public PairPolicy Pairs { get; internal init; }

    /// <summary>The zone.</summary>
    /// <exception cref="DateTimeZoneNotFoundException">The zone is unknown; a program that was built or read never has such a one.</exception>
    public DateTimeZone Zone => _zone ?? DateTimeZoneProviders.Tzdb[_zoneId];

    /// <summary>The names of the conversions that are reported; where there are any, conditions name no others. Empty for any.</summary>
    public IReadOnlyList<string> Events => EventList;

    /// <summary>The application's own fields; where there are any, conditions ask for no others besides those built in. Empty for any.</summary>
    public IReadOnlyList<Field> Fields => FieldList;

    internal ValueList<string> EventList { get; init; } = [];

    internal ValueList<Field> FieldList { get; init; } = [];

    internal ValueList<Incentive> IncentiveList { get; init; } = [];

    internal ValueList<RuleGroup> GroupList { get; init; } = [];

    internal ValueList<SideCap> CapList { get; init; } = [];

    internal ValueList<Budget> BudgetList { get; init; } = [];

    internal ValueList<PayoutRule> PayoutList { get; init; } = [];

    internal ValueList<Amount> ManualReviewList { get; init; } = [];

    /// <summary>Above which amount a reward by hand waits for a second person; the largest amount that there is where none is said.</summary>
    internal Amount ManualReviewOf(Unit unit)
    {
        foreach (var above in ManualReviewList.AsSpan())
        {
            if (above.Unit == unit)
            {
                return above;
            }
        }

        return Amount.FromMinorUnits(long.MaxValue, unit);
    }

    /// <summary>Builds a program.</summary>
    /// <param name="id">The program's id: 1 to 64 characters out of <c>a-z A-Z 0-9 . _ -</c>.</param>
    /// <param name="configure">Says what the program is.</param>
    /// <exception cref="ReferralProgramException">The program contradicts itself; all findings are in the exception.</exception>
    public static ReferralProgram Create(string id, Action<ReferralProgramBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var builder = new ReferralProgramBuilder(ProgramId.From(id));
        configure(builder);
        return builder.Build();
    }

    /// <summary>
    /// The names of the conversions that can be orders: those that the qualification names, or if it names none, those that the rules name.
    /// Empty where nothing names any.
    /// </summary>
    internal IReadOnlyList<string> OrderEvents => Qualification.EventNames.Distinct(StringComparer.Ordinal).ToArray() is { Length: > 0 } named
        ? named
        : [.. Incentives.SelectMany(static incentive => incentive.When.EventNames).Distinct(StringComparer.Ordinal)];

    /// <summary>How many operations a conversion takes at most.</summary>
    internal int OperationsPerConversion => CommitSize.OfConversion(this);

    internal PayoutRule? PayoutIn(Unit unit)
    {
        foreach (var rule in PayoutList)
        {
            if (rule.Unit == unit)
            {
                return rule;
            }
        }

        return null;
    }

    /// <summary>Every unit that the program's rules give, or that it expects to be granted by hand.</summary>
    internal IEnumerable<Unit> Units => Incentives.SelectMany(static incentive => incentive.Units)
        .Concat(ManualReviewList.Select(static above => above.Unit)).Distinct();
}

/// <summary>All known versions of one program. A referral is judged by the version that was in force when it was created.</summary>
internal sealed class ProgramVersions
{
    private readonly SortedDictionary<int, ReferralProgram> _versions = [];
    private readonly ConcurrentDictionary<int, string> _fingerprints = [];

    private readonly IReadOnlyList<int> _moving;

    /// <param name="versions">All versions.</param>
    /// <param name="replaced">Programs that decide nothing any more, but whose codes people have; <c>null</c> for none.</param>
    /// <param name="calendar">Which of them is in force, where the store says so; <c>null</c> for the highest.</param>
    internal ProgramVersions(IEnumerable<ReferralProgram> versions, IEnumerable<ReferralProgram>? replaced = null, VersionCalendar? calendar = null)
    {
        Calendar = calendar;
        _moving = calendar?.Moving ?? [];
        foreach (var program in versions)
        {
            if (!_versions.TryAdd(program.Version, program))
            {
                throw new ReferralProgramException([new(
                    ProgramCodes.DuplicateVersion,
                    "$.version",
                    $"There are two programs '{program.Id}' of version {program.Version}; give the changed one a higher version.")]);
            }
        }

        Latest = _versions.Count > 0
            ? _versions.GetValueOrDefault(calendar?.InForce ?? 0) ?? _versions.Values.Last()
            : throw new ArgumentException("At least one version of the program is needed.", nameof(versions));
        Readable = [Latest, .. _versions.Values.Reverse().Where(program => program != Latest), .. replaced ?? []];
    }

    /// <summary>What the store says of the versions; <c>null</c> where the code registers all of them.</summary>
    internal VersionCalendar? Calendar { get; }

    /// <summary>The version in force: the highest, unless the store says otherwise.</summary>
    internal ReferralProgram Latest { get; }

    internal IEnumerable<ReferralProgram> All => _versions.Values;

    /// <summary>The programs whose codes can be read, the one in force first.</summary>
    internal IReadOnlyList<ReferralProgram> Readable { get; }

    /// <summary>The units that any of the versions gives.</summary>
    internal IEnumerable<Unit> Units => _versions.Values.SelectMany(static program => program.Units).Distinct();

    /// <summary>Whether a version is known.</summary>
    internal bool Has(int version) => _versions.ContainsKey(version);

    /// <summary>What a known version promises, as a fingerprint.</summary>
    internal string FingerprintOf(int version, Func<ReferralProgram, string> fingerprint) =>
        _fingerprints.GetOrAdd(version, static (number, make) => make.Of(make.Versions[number]), (Of: fingerprint, Versions: _versions));

    /// <summary>The version that judges a referral: its own, or the one to which it was moved; the latest if that is not known.</summary>
    internal ReferralProgram For(int version)
    {
        foreach (var moving in _moving)
        {
            version = moving > version && moving <= Latest.Version ? moving : version;
        }

        return Exactly(version);
    }

    /// <summary>The version that has decided something, whether or not referrals were moved to another one since; the latest if it is not known.</summary>
    internal ReferralProgram Exactly(int version) => _versions.GetValueOrDefault(version, Latest);
}

/// <summary>What a store says of the versions of a program, as one decision sees it.</summary>
/// <param name="InForce">The version in force; 0 while there is none, and for a decider that no decision was asked of yet.</param>
/// <param name="Moving">The versions to which earlier referrals move, ascending.</param>
internal sealed record VersionCalendar(int InForce, IReadOnlyList<int> Moving);
