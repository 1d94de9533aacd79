using System.Globalization;
using System.Runtime.CompilerServices;
using Referrals.Attribution;

namespace Referrals.Tests.Attribution;

/// <summary>The vectors beside this file, and how close to them an answer must come.</summary>
internal static class AttributionVectors
{
    internal static PathTable Table(string file)
    {
        Assert.True(PathTable.TryRead(File.ReadAllText(Path.Combine(Folder(), file)), out var table, out var errors), string.Join('\n', errors));
        return table;
    }

    /// <summary>The rows of an expected file, by the names of its columns.</summary>
    internal static IEnumerable<Dictionary<string, string>> Rows(string file)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder(), file));
        var names = lines[0].Split(',');
        return lines.Skip(1).Select(line => names.Zip(line.Split(',')).ToDictionary(pair => pair.First, pair => pair.Second));
    }

    internal static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    internal static void Close(double expected, double actual, string what, double tolerance = 1e-9) => Assert.True(
        Math.Abs(expected - actual) <= tolerance + (tolerance * Math.Abs(expected)),
        string.Create(CultureInfo.InvariantCulture, $"{what}: expected {expected:R}, found {actual:R}"));

    /// <summary>Checks a table against the rows of one model; columns may be empty, which says nothing.</summary>
    internal static void Agree(string file, string model, ChannelCredits credits, double tolerance = 1e-9)
    {
        var rows = Rows(file).Where(row => row["model"] == model).ToList();
        Assert.NotEmpty(rows);
        foreach (var row in rows)
        {
            Close(Number(row["conversions"]), credits[row["channel"]].Conversions, $"{model} {row["channel"]} conversions", tolerance);
            if (row["value"].Length > 0)
            {
                Close(Number(row["value"]), credits[row["channel"]].Value, $"{model} {row["channel"]} value", tolerance);
            }
        }
    }

    /// <summary>Checks that two tables have the same channels and credits.</summary>
    internal static void Same(ChannelCredits expected, ChannelCredits actual, double tolerance = 1e-9)
    {
        Assert.Equal(expected.Rows.Select(row => row.Channel), actual.Rows.Select(row => row.Channel));
        foreach (var (left, right) in expected.Rows.Append(expected.Unattributed).Zip(actual.Rows.Append(actual.Unattributed)))
        {
            Close(left.Conversions, right.Conversions, $"{expected.Model} {left.Channel} conversions", tolerance);
            Close(left.Value, right.Value, $"{expected.Model} {left.Channel} value", tolerance);
        }
    }

    private static string Folder([CallerFilePath] string file = "") => Path.Combine(TestTree.FolderOf(file), "vectors");
}
