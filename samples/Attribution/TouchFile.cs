using System.Globalization;
using Referrals.Attribution;

namespace Referrals.Samples.Attribution;

/// <summary>Writes what each touch of each journey earns, in percent of the conversion.</summary>
internal static class TouchFile
{
    internal static void Write(string path, Input input, string direct)
    {
        using var file = new StreamWriter(path);
        file.Write("id,model,index,channel,credit\n");
        var journeys = input.Journeys.Spans;
        var models = Catalogue.Models(direct);
        for (var j = 0; j < journeys.Count; j++)
        {
            var touches = journeys[j];

            // Without a conversion, or without value, there is nothing that a touch could earn a part of.
            var percent = journeys.Conversions[j] > 0 && journeys.Values[j] > 0 ? 100d : 0d;
            var shares = new double[touches.Count];
            foreach (var (_, name, model) in models)
            {
                model.Share(touches, shares);
                Write(file, input.Ids[j], name, touches, shares, percent);
            }
        }
    }

    private static void Write(StreamWriter file, string id, string model, TouchSpans touches, double[] shares, double percent)
    {
        for (var i = 0; i < shares.Length; i++)
        {
            file.Write(string.Create(
                CultureInfo.InvariantCulture, $"{Field(id)},{Field(model)},{i},{Field(touches.Names[touches.Channels[i]])},{shares[i] * percent:R}\n"));
        }
    }

    private static string Field(string text) =>
        text.AsSpan().ContainsAny(",\"\r\n") ? "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : text;
}
