using Referrals.Qualification;
using Referrals.Qualification.Conditions;

namespace Referrals.Reviewing.Analysis;

/// <summary>The ways in which a condition can come to hold: each is a list of single conditions that hold together.</summary>
internal static class Alternatives
{
    /// <summary>Beyond this a condition is taken as one that can hold.</summary>
    private const int MaxAlternatives = 256;

    /// <summary>Whether a condition can never hold. "No" means only that no contradiction was found.</summary>
    internal static bool NeverHolds(Condition condition) =>
        Of(condition, isNegated: false) is { } alternatives && alternatives.TrueForAll(static leaves => Contradiction.IsIn(leaves));

    /// <summary>The alternatives; none for a condition that never holds, <c>null</c> where there are too many.</summary>
    internal static List<Leaf[]>? Of(Condition condition, bool isNegated) => condition switch
    {
        NotCondition not => Of(not.Inner, !isNegated),
        AllCondition all => isNegated ? Any(all.Conditions, isNegated) : All(all.Conditions, isNegated),
        AnyCondition any => isNegated ? All(any.Conditions, isNegated) : Any(any.Conditions, isNegated),
        _ => [[new Leaf(condition, isNegated)]],
    };

    private static List<Leaf[]>? Any(IEnumerable<Condition> conditions, bool isNegated)
    {
        var alternatives = new List<Leaf[]>();
        foreach (var condition in conditions)
        {
            if (Of(condition, isNegated) is not { } more || alternatives.Count + more.Count > MaxAlternatives)
            {
                return null;
            }

            alternatives.AddRange(more);
        }

        return alternatives;
    }

    private static List<Leaf[]>? All(IEnumerable<Condition> conditions, bool isNegated)
    {
        List<Leaf[]> alternatives = [[]];
        foreach (var condition in conditions)
        {
            if (Of(condition, isNegated) is not { } more || alternatives.Count * more.Count > MaxAlternatives)
            {
                return null;
            }

            alternatives = [.. alternatives.SelectMany(_ => more, static (left, right) => (Leaf[])[.. left, .. right])];
        }

        return alternatives;
    }
}
