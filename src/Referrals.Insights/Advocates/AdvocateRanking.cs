using System.Globalization;

namespace Referrals.Insights.Advocates;

/// <summary>People in the order in which they are likely to refer somebody, as of one moment.</summary>
/// <remarks>It holds ids. Where somebody is erased, make a new one of <see cref="AdvocateFacts.Without"/> and drop this one.</remarks>
public sealed class AdvocateRanking
{
    private readonly LogisticModel _model;
    private readonly FeatureSpace _space;
    private readonly AdvocateSnapshot _snapshot;
    private readonly DesignMatrix _matrix;

    internal AdvocateRanking(LogisticModel model, FeatureSpace space, AdvocateSnapshot snapshot, DesignMatrix matrix, double[] probabilities)
    {
        (_model, _space, _snapshot, _matrix) = (model, space, snapshot, matrix);
        var (keys, rows) = (Array.ConvertAll(probabilities, p => -p), Enumerable.Range(0, probabilities.Length).ToArray());
        Array.Sort(keys, rows);

        // Who is equally likely stands in the order of the ids, so that the order of the facts does not matter.
        for (var from = 0; from < rows.Length;)
        {
            var to = from + 1;
            while (to < rows.Length && keys[to] == keys[from])
            {
                to++;
            }

            if (to - from > 1)
            {
                Array.Sort(rows, from, to - from, Comparer<int>.Create((a, b) => string.CompareOrdinal(IdOf(a), IdOf(b))));
            }

            from = to;
        }

        var people = new RankedPerson[rows.Length];
        for (var i = 0; i < people.Length; i++)
        {
            people[i] = new RankedPerson(IdOf(rows[i]), probabilities[rows[i]], i + 1);
        }

        People = people;
    }

    /// <summary>The moment, in days.</summary>
    public double At => _snapshot.At;

    /// <summary>The people, the most likely first; those who are equally likely in the ordinal order of their ids.</summary>
    public IReadOnlyList<RankedPerson> People { get; }

    /// <summary>Why a person has the probability: the features that move it the most away from that of an average person, the strongest first.</summary>
    /// <param name="id">The id of the person.</param>
    /// <param name="most">How many reasons at most, from 1.</param>
    /// <returns>The reasons; none if the person is not in the ranking, or is like the average.</returns>
    public IReadOnlyList<AdvocateReason> ReasonsFor(string id, int most = 3)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        if (!_snapshot.Facts.TryFind(id, out var person) || Array.BinarySearch(_snapshot.People, person) is not (>= 0 and var row))
        {
            return [];
        }

        // The flags of one channel or segment are one reason.
        var contributions = _model.Contributions(_matrix.Row(row));
        return
        [
            .. Enumerable.Range(0, contributions.Count).GroupBy(_space.FeatureOf)
                .Select(group => new AdvocateReason(group.Key, group.Sum(j => contributions[j]), ValueOf(group.Key, row)))
                .Where(reason => Math.Abs(reason.LogOdds) >= 0.01)
                .OrderByDescending(reason => Math.Abs(reason.LogOdds)).ThenBy(reason => reason.Feature).Take(most),
        ];
    }

    private string IdOf(int row) => _snapshot.Facts.Ids[_snapshot.People[row]];

    private object ValueOf(AdvocateFeature feature, int row) => feature switch
    {
        AdvocateFeature.Channel => _snapshot.Channels[row],
        AdvocateFeature.Segment => _snapshot.Segments[row],
        AdvocateFeature.Recency or AdvocateFeature.Tenure => Math.Floor(FeatureSpace.NumbersOf(_snapshot, feature)[row]),
        _ => FeatureSpace.NumbersOf(_snapshot, feature)[row],
    };
}

/// <summary>A person of a ranking.</summary>
/// <param name="Id">The id.</param>
/// <param name="Probability">The probability to refer somebody within the horizon, 0 to 1.</param>
/// <param name="Rank">The place, from 1.</param>
public sealed record RankedPerson(string Id, double Probability, int Rank);

/// <summary>One reason why somebody is more or less likely to refer than the average person.</summary>
public sealed record AdvocateReason
{
    private readonly object _value;

    internal AdvocateReason(AdvocateFeature feature, double logOdds, object value) => (Feature, LogOdds, _value) = (feature, logOdds, value);

    /// <summary>The feature.</summary>
    public AdvocateFeature Feature { get; }

    /// <summary>What it adds to the log odds of the average person; above 0 it makes a referral more likely.</summary>
    public double LogOdds { get; }

    /// <summary>By how much it multiplies the odds of the average person.</summary>
    public double OddsFactor => Math.Exp(LogOdds);

    /// <summary>The reason in words, such as <c>Friends so far: 2 (odds × 3.1 against the average)</c>.</summary>
    /// <param name="culture">English, German, French or Spanish; other languages get English words. Numbers are written as the culture does. By default the
    /// invariant culture.</param>
    public string ToText(CultureInfo? culture = null)
    {
        culture ??= CultureInfo.InvariantCulture;
        var words = AdvocateWords.Of(culture);
        var value = _value is double number ? number.ToString(Feature == AdvocateFeature.Spend ? "N2" : "N0", culture) : (string)_value;
        return string.Format(culture, words.Reason, words.Features[(int)Feature], value, OddsFactor.ToString(OddsFactor < 0.095 ? "N2" : "N1", culture));
    }

    /// <summary>The reason in English.</summary>
    public override string ToString() => ToText();
}
