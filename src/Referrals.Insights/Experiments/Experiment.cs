namespace Referrals.Insights.Experiments;

/// <summary>An experiment: its variants, who takes part, and who gets which variant.</summary>
/// <remarks>
/// The assignment is a pure function of the seed and the id: the same in every process, culture and version of the library. Different
/// seeds give independent assignments. The algorithm is hash version 2 of GrowthBook over UTF-8, so that its SDKs agree for ids in ASCII;
/// beyond ASCII some of them hash UTF-16 and differ. Store the exposure with the first event that it could influence, and analyze by it.
/// </remarks>
/// <example><code>
/// var experiment = Experiment.Create("reward-size", ["10-eur", "15-eur"]).Covering(0.2).AssignedBy(AssignmentUnit.Group);
/// var assignment = experiment.Assign(person: "bob", group: "alice");
/// </code></example>
public sealed record Experiment
{
    private readonly (double From, double To)[] _ranges;

    private Experiment(
        string key,
        string seed,
        IReadOnlyList<ExperimentVariant> variants,
        double coverage,
        AssignmentUnit unit,
        ExperimentNamespace? exclusion)
    {
        Key = key;
        Seed = seed;
        Variants = variants;
        Coverage = coverage;
        Unit = unit;
        Namespace = exclusion;
        _ranges = Bucketing.Ranges(coverage, [.. variants.Select(variant => variant.Weight)]);
    }

    /// <summary>The name of the experiment.</summary>
    public string Key { get; }

    /// <summary>What is hashed with the id; the key unless said otherwise.</summary>
    public string Seed { get; }

    /// <summary>The variants; the first one is the control. Their weights add up to 1.</summary>
    public IReadOnlyList<ExperimentVariant> Variants { get; }

    /// <summary>The part of people who take part, 0 to 1.</summary>
    public double Coverage { get; }

    /// <summary>What is assigned: persons, or whole groups of friends.</summary>
    public AssignmentUnit Unit { get; }

    /// <summary>The part of a namespace in which this experiment runs; <c>null</c> if it excludes no other experiment.</summary>
    public ExperimentNamespace? Namespace { get; }

    /// <summary>An experiment in which all variants have the same weight.</summary>
    /// <param name="key">The name, and the seed.</param>
    /// <param name="variants">Two or more different names; the first one is the control.</param>
    /// <exception cref="ArgumentException">The key or a name is empty, or there are not two or more different names.</exception>
    public static Experiment Create(string key, IReadOnlyList<string> variants)
    {
        ArgumentNullException.ThrowIfNull(variants);
        return Create(key, [.. variants.Select(name => ExperimentVariant.Of(name, 1))]);
    }

    /// <summary>An experiment whose variants have weights of their own.</summary>
    /// <param name="key">The name, and the seed.</param>
    /// <param name="variants">Two or more variants with different names, the control first. Weights are relative: 1 and 3 is 25 % and 75 %.</param>
    /// <exception cref="ArgumentException">The key is empty, there are not two or more different names, or all weights are zero.</exception>
    public static Experiment Create(string key, IReadOnlyList<ExperimentVariant> variants)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        ArgumentNullException.ThrowIfNull(variants);
        if (variants.Count < 2 || variants.Select(variant => variant.Name).Distinct(StringComparer.Ordinal).Count() < variants.Count)
        {
            throw new ArgumentException("An experiment needs two or more variants with different names.", nameof(variants));
        }

        var total = variants.Sum(variant => variant.Weight);
        if (total <= 0)
        {
            throw new ArgumentException("At least one variant needs a weight above 0.", nameof(variants));
        }

        return new Experiment(
            key,
            key,
            [.. variants.Select(variant => ExperimentVariant.Of(variant.Name, variant.Weight / total))],
            1,
            AssignmentUnit.Person,
            null);
    }

    /// <summary>The same experiment with another part of people. Raising it adds people and moves nobody to another variant.</summary>
    /// <param name="coverage">0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="coverage"/> is outside 0 to 1.</exception>
    public Experiment Covering(double coverage) => coverage is >= 0 and <= 1
        ? new Experiment(Key, Seed, Variants, coverage, Unit, Namespace)
        : throw new ArgumentOutOfRangeException(nameof(coverage), coverage, "The coverage is from 0 to 1.");

    /// <summary>The same experiment with a seed of its own, such as one that another tool uses.</summary>
    /// <exception cref="ArgumentException"><paramref name="seed"/> is empty.</exception>
    public Experiment WithSeed(string seed)
    {
        ArgumentException.ThrowIfNullOrEmpty(seed);
        return new Experiment(Key, seed, Variants, Coverage, Unit, Namespace);
    }

    /// <summary>The same experiment, assigning persons or groups. Assign groups where friends tell each other what they got.</summary>
    public Experiment AssignedBy(AssignmentUnit unit) => Enum.IsDefined(unit)
        ? new Experiment(Key, Seed, Variants, Coverage, unit, Namespace)
        : throw new ArgumentOutOfRangeException(nameof(unit), unit, "The unit is a person or a group.");

    /// <summary>The same experiment in a part of a namespace: experiments in parts that do not overlap share nobody.</summary>
    /// <param name="name">The namespace.</param>
    /// <param name="from">The lower end, from 0; included.</param>
    /// <param name="to">The upper end, to 1; excluded.</param>
    /// <exception cref="ArgumentException">The name is empty, or the ends are not in order.</exception>
    public Experiment InNamespace(string name, double from, double to) =>
        new(Key, Seed, Variants, Coverage, Unit, ExperimentNamespace.Of(name, from, to));

    /// <summary>Who gets which variant, and why.</summary>
    /// <param name="person">The id of the person.</param>
    /// <param name="group">The group of the person, such as the id of the referrer or of a cluster of friends. Used if groups are assigned; somebody
    /// without one is a group of one, so that a referrer, whose own id names the group, and the friends get the same variant.</param>
    /// <exception cref="ArgumentException"><paramref name="person"/> is empty, or an id is not valid Unicode text.</exception>
    public Assignment Assign(string person, string? group = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(person);
        var id = Unit == AssignmentUnit.Group && !string.IsNullOrEmpty(group) ? group : person;
        if (Namespace is { } part && !Bucketing.InNamespace(id, part.Name, part.From, part.To))
        {
            return new Assignment(Key, null, -1, id, AssignmentReason.OutsideNamespace);
        }

        var index = Bucketing.Choose(Bucketing.Version2(Seed, id), _ranges);
        return index < 0
            ? new Assignment(Key, null, -1, id, AssignmentReason.OutsideCoverage)
            : new Assignment(Key, Variants[index].Name, index, id, AssignmentReason.Assigned);
    }

    /// <summary>Whether two experiments are the same in all that decides an assignment.</summary>
    public bool Equals(Experiment? other) => other is not null && Key == other.Key && Seed == other.Seed && Coverage == other.Coverage
        && Unit == other.Unit && Namespace == other.Namespace && Variants.SequenceEqual(other.Variants);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Key, Seed, Coverage, Unit, Namespace, Variants.Count);
}

/// <summary>One variant of an experiment: a version of a program, an offer or a message.</summary>
public sealed record ExperimentVariant
{
    private ExperimentVariant(string name, double weight) => (Name, Weight) = (name, weight);

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The weight; in an experiment, the part of the participants.</summary>
    public double Weight { get; }

    /// <summary>A variant with a weight of 0 or more.</summary>
    /// <exception cref="ArgumentException">The name is empty, or the weight is negative or not finite.</exception>
    public static ExperimentVariant Of(string name, double weight)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Checks.NotNegative(weight);
        return new ExperimentVariant(name, weight);
    }
}

/// <summary>A part of a namespace. Experiments in parts of the same namespace that do not overlap exclude each other.</summary>
public sealed record ExperimentNamespace
{
    private ExperimentNamespace(string name, double from, double to) => (Name, From, To) = (name, from, to);

    /// <summary>The name of the namespace.</summary>
    public string Name { get; }

    /// <summary>The lower end, included.</summary>
    public double From { get; }

    /// <summary>The upper end, excluded.</summary>
    public double To { get; }

    internal static ExperimentNamespace Of(string name, double from, double to)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return from >= 0 && from < to && to <= 1
            ? new ExperimentNamespace(name, from, to)
            : throw new ArgumentException($"The part of a namespace lies between 0 and 1; {from} to {to} does not.", nameof(from));
    }
}

/// <summary>What an experiment assigns a variant to.</summary>
public enum AssignmentUnit
{
    /// <summary>Each person by itself.</summary>
    Person = 0,

    /// <summary>Groups of people, such as a referrer and the friends: all of a group get the same variant.</summary>
    Group = 1,
}

/// <summary>Which variant somebody got, and why.</summary>
public sealed record Assignment
{
    internal Assignment(string experiment, string? variant, int index, string unitId, AssignmentReason reason) =>
        (Experiment, Variant, Index, UnitId, Reason) = (experiment, variant, index, unitId, reason);

    /// <summary>The key of the experiment.</summary>
    public string Experiment { get; }

    /// <summary>The name of the variant; <c>null</c> for somebody who does not take part.</summary>
    public string? Variant { get; }

    /// <summary>The position of the variant, 0 for the control; -1 for somebody who does not take part.</summary>
    public int Index { get; }

    /// <summary>The id that was hashed: that of the person or of the group.</summary>
    public string UnitId { get; }

    /// <summary>Why.</summary>
    public AssignmentReason Reason { get; }
}

/// <summary>Why somebody got a variant or none.</summary>
public enum AssignmentReason
{
    /// <summary>The id falls into the range of a variant.</summary>
    Assigned = 0,

    /// <summary>The id falls outside the part of people who take part.</summary>
    OutsideCoverage = 1,

    /// <summary>The id falls outside the experiment's part of its namespace.</summary>
    OutsideNamespace = 2,
}
