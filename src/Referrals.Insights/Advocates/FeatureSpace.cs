namespace Referrals.Insights.Advocates;

/// <summary>How what is known of people becomes the columns of a regression. Learned from the people at the first cut-off, and the same ever after.</summary>
/// <remarks>
/// Numbers enter as ln(1 + x), as a second share says more than a twentieth; spending in units of the median of those who spent, so that the currency does
/// not matter.
/// Channels and segments enter as flags against the most frequent one; rare ones are together in one flag.
/// </remarks>
internal sealed class FeatureSpace
{
    private readonly double _unit;
    private readonly Column[] _columns;

    private FeatureSpace(double unit, Column[] columns, IReadOnlyList<AdvocateFeature> constant) => (_unit, _columns, LeftOut) = (unit, columns, constant);

    public IReadOnlyList<string> Names => [.. _columns.Select(column => column.Name)];

    /// <summary>Features in which people do not differ.</summary>
    public IReadOnlyList<AdvocateFeature> LeftOut { get; }

    public AdvocateFeature FeatureOf(int column) => _columns[column].Feature;

    public static FeatureSpace Learn(AdvocateSnapshot people, IReadOnlyList<AdvocateFeature> features, int smallestGroup)
    {
        double[] spent = [.. people.Spend.Where(sum => sum > 0)];
        Array.Sort(spent);
        var unit = spent.Length > 0 ? Experiments.Quantiles.OfSorted(spent, 0.5) : 1;
        var (columns, constant) = (new List<Column>(), new List<AdvocateFeature>());
        foreach (var feature in features.Distinct().Order())
        {
            var found = feature switch
            {
                AdvocateFeature.Channel => Flags(feature, "channel", people.Channels, smallestGroup),
                AdvocateFeature.Segment => Flags(feature, "segment", people.Segments, smallestGroup),
                _ => NumbersOf(people, feature) is var numbers && numbers.Any(x => x != numbers[0])
                    ? [new Column(feature, NameOf(feature), null, false)]
                    : [],
            };
            columns.AddRange(found);
            if (found.Length == 0)
            {
                constant.Add(feature);
            }
        }

        return new FeatureSpace(unit, [.. columns], constant);
    }

    public DesignMatrix Encode(AdvocateSnapshot people)
    {
        var matrix = new DesignMatrix(people.Rows, _columns.Length);
        for (var j = 0; j < _columns.Length; j++)
        {
            var column = _columns[j];
            if (column.Levels is { } levels)
            {
                var texts = column.Feature == AdvocateFeature.Channel ? people.Channels : people.Segments;
                for (var row = 0; row < people.Rows; row++)
                {
                    matrix.Row(row)[j] = levels.Contains(texts[row]) != column.IsRest ? 1 : 0;
                }
            }
            else
            {
                var (numbers, unit) = (NumbersOf(people, column.Feature), column.Feature == AdvocateFeature.Spend ? _unit : 1);
                for (var row = 0; row < people.Rows; row++)
                {
                    matrix.Row(row)[j] = Math.Log(1 + (numbers[row] / unit));
                }
            }
        }

        return matrix;
    }

    public static double[] NumbersOf(AdvocateSnapshot people, AdvocateFeature feature) => feature switch
    {
        AdvocateFeature.Recency => people.Recency,
        AdvocateFeature.Tenure => people.Tenure,
        AdvocateFeature.Orders => people.Orders,
        AdvocateFeature.Spend => people.Spend,
        AdvocateFeature.Shares => people.Shares,
        AdvocateFeature.Friends => people.Friends,
        _ => throw new ArgumentOutOfRangeException(nameof(feature), feature, "The feature is one of the enumeration."),
    };

    private static string NameOf(AdvocateFeature feature) => feature.ToString().ToLowerInvariant();

    private static Column[] Flags(AdvocateFeature feature, string name, string[] texts, int smallest)
    {
        var sizes = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            sizes[text] = sizes.GetValueOrDefault(text) + 1;
        }

        string[] large = [.. sizes.Where(pair => pair.Value >= smallest)
            .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Key)];
        if (large.Length == 0)
        {
            return [];
        }

        // The most frequent one is what the others are compared with. Rare ones, and those that come up later, are "other".
        var columns = large.Skip(1)
            .Select(level => new Column(feature, $"{name} {level}", new HashSet<string>([level], StringComparer.Ordinal), false)).ToList();
        var rest = texts.Length - large.Sum(level => sizes[level]);
        if (rest >= smallest)
        {
            columns.Add(new Column(feature, $"{name}: others", new HashSet<string>(large, StringComparer.Ordinal), true));
        }

        return [.. columns];
    }

    private sealed record Column(AdvocateFeature Feature, string Name, HashSet<string>? Levels, bool IsRest);
}
