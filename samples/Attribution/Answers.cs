using Referrals.Attribution;

namespace Referrals.Samples.Attribution;

/// <summary>What every model says about the journeys.</summary>
internal sealed class Answers
{
    private Answers(List<ChannelCredits> tables, IReadOnlyList<ChannelParticipation> participation, List<string> notes)
    {
        Tables = tables;
        Participation = participation;
        Notes = notes;
    }

    internal IReadOnlyList<ChannelCredits> Tables { get; }

    internal IReadOnlyList<ChannelParticipation> Participation { get; }

    internal IReadOnlyList<string> Notes { get; }

    internal static Answers Of(Input input, Arguments arguments)
    {
        var spans = input.Journeys.Spans;
        var notes = new List<string>();
        var tables = new List<ChannelCredits>();
        foreach (var (name, _, model) in Catalogue.Models(arguments.Direct))
        {
            tables.Add(model.Total(spans).Named(name));
        }

        foreach (var order in arguments.Orders)
        {
            var markov = MarkovCounts.Count(spans, order).Solve();
            tables.Add(markov.Credits);
            tables.Add(markov.RemovalEffects);
        }

        try
        {
            tables.Add(ShapleyCounts.Count(spans).SolveConversionRate());
        }
        catch (InvalidOperationException tooLarge)
        {
            notes.Add("shapley_convrate is left out. " + tooLarge.Message);
        }

        tables.Add(Counterfactual.Total(spans));
        tables.AddRange(OrderedShapley.Total(spans));
        return new Answers(tables, Referrals.Attribution.Participation.Count(spans), notes);
    }

    internal string ToCsv() => ChannelCredits.ToCsv(Tables);
}
