using Referrals.Kpis;

namespace Referrals.EntityFrameworkCore.Kpis;

/// <summary>The parts of a group's key as columns of SQL. The program is not among them: it is the same for a whole partition.</summary>
internal sealed class KeySql
{
    private readonly KpiDimension[] _dimensions;

    internal KeySql(KpiGrouping grouping)
    {
        _dimensions = [.. grouping.Dimensions.Where(static dimension => dimension != KpiDimension.Program)];
        HasReferrer = grouping.ReferrerGroup is not null;
    }

    internal bool HasReferrer { get; }

    /// <summary>How many columns a key has.</summary>
    internal int Count => _dimensions.Length + (HasReferrer ? 1 : 0);

    /// <summary>The group of a person, who may not have signed up yet.</summary>
    /// <param name="person">The alias of the person's sign-up, which may have been joined in vain.</param>
    /// <param name="referrer">Who stands for the group of referrers: who referred the person, or a sharer.</param>
    internal string OfPerson(string person, string referrer) => Columns(
        dimension => dimension switch
        {
            KpiDimension.Segment => $"COALESCE({person}.segment, '')",
            KpiDimension.Channel => $"COALESCE({person}.channel, '')",
            _ => Version($"{person}.version"),
        },
        referrer);

    /// <summary>The group of a cost: its person's, but for the channel; without a person, what the fact itself says.</summary>
    internal string OfCost(string channel) => Columns(
        dimension => dimension switch
        {
            KpiDimension.Segment => "CASE WHEN f.customer IS NULL AND f.referrer IS NULL THEN COALESCE(f.segment, '') ELSE COALESCE(p.segment, '') END",
            KpiDimension.Channel => channel,
            _ => Version("CASE WHEN f.customer IS NULL AND f.referrer IS NULL THEN f.program_version ELSE p.version END"),
        },
        "f.referrer");

    /// <summary>The group of a fact that is only counted: its customer's; without a customer, what the fact itself says.</summary>
    internal string OfCount() => Columns(
        dimension => dimension switch
        {
            KpiDimension.Segment => $"CASE WHEN {SpeaksForItself} THEN COALESCE(f.segment, '') ELSE COALESCE(p.segment, '') END",
            KpiDimension.Channel => $"CASE WHEN {SpeaksForItself} THEN COALESCE(f.channel, '') ELSE COALESCE(p.channel, '') END",
            _ => Version($"CASE WHEN {SpeaksForItself} THEN f.program_version ELSE p.version END"),
        },
        "p.referrer");

    /// <summary>The first columns of a row by their numbers, for <c>GROUP BY</c>: the key, and what follows it.</summary>
    internal string Numbers(int following) => string.Join(", ", Enumerable.Range(1, Count + following));

    private const string SpeaksForItself = "f.customer IS NULL AND f.type <> 'SurveyAnswered'";

    private string Columns(Func<KpiDimension, string> column, string referrer) => string.Concat(
        _dimensions.Select(column).Concat(HasReferrer ? [$"COALESCE({referrer}, '')"] : []).Select(static text => text + ", "));

    private static string Version(string number) => $"COALESCE(CAST({number} AS text), '')";
}
