using System.Globalization;
using Referrals.Qualification.Guards;
using Referrals.Serialization.Programs.Documents.Guards;

namespace Referrals.Serialization.Programs.Guards;

/// <summary>Reads what keeps wrong referrals out.</summary>
internal static class GuardsReader
{
    internal static GuardPolicy Read(GuardsDocument? document, DocumentReader reader)
    {
        if (document is null)
        {
            return GuardPolicy.None;
        }

        var guards = new List<Guard>();
        for (var i = 0; i < document.Checks?.Count; i++)
        {
            if (GuardReader.Read(document.Checks[i], string.Create(CultureInfo.InvariantCulture, $"$.guards.checks[{i}]"), reader) is { } guard)
            {
                guards.Add(guard);
            }
        }

        return new GuardPolicy
        {
            GuardList = guards.ToValueList(),
            Score = Score(document.Score, reader),
            LateAfter = reader.Period(document.LateAfter, "$.guards.lateAfter"),
            Review = LifeReader.Review(document.Review, "$.guards.review", reader),
        };
    }

    private static GuardScore? Score(ScoreDocument? document, DocumentReader reader)
    {
        if (document is null)
        {
            return null;
        }

        const string hold = "$.guards.score.holdAt";
        const string refuse = "$.guards.score.refuseAt";
        var score = new GuardScore(Threshold(document.HoldAt, hold), Threshold(document.RefuseAt, refuse), document.OnlyByScore ?? false);
        return reader.Reported(hold) || reader.Reported(refuse) ? null : score;

        int? Threshold(int? value, string path) =>
            value is { } points && reader.InRange(points, 1, GuardPolicy.MaxGuards * Guard.MaxPoints, path) ? points : null;
    }
}
