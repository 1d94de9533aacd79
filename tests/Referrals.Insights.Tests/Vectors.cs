using System.Globalization;

namespace Referrals.Insights.Tests;

/// <summary>The files in <c>data</c>; where they come from is said in the README beside them.</summary>
internal static class Vectors
{
    public static string PathOf(string file) => TestTree.PathOf("tests", "Referrals.Insights.Tests", "data", file);

    /// <summary>The rows of a file as numbers, by the names of the columns. Text becomes NaN.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, double>> Read(string file)
    {
        var lines = File.ReadAllLines(PathOf(file));
        var names = lines[0].Split(',');
        if (lines[0].Contains('"', StringComparison.Ordinal))
        {
            // The only quoted names have one comma each: "I_x(a,b)".
            names = [.. lines[0].Replace("(a,b)", "(a;b)", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal).Split(',')];
        }

        return
        [
            .. lines.Skip(1).Select(line => line.Split(',')).Select(cells => names.Zip(cells).ToDictionary(
                pair => pair.First,
                pair => double.TryParse(pair.Second, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN)),
        ];
    }

    /// <summary>One column of a file.</summary>
    public static double[] Column(string file, string name) => [.. Read(file).Select(row => row[name])];

    /// <summary>Fails unless the numbers agree to <paramref name="relative"/> of the expected one.</summary>
    public static void Close(double expected, double actual, double relative, string what = "")
    {
        var error = Math.Abs(actual - expected) / Math.Max(Math.Abs(expected), 1e-300);
        Assert.True(
            error <= relative || (expected == 0 && Math.Abs(actual) <= relative),
            $"{what}: expected {expected:R}, got {actual:R}; the relative error is {error:E2}, allowed are {relative:E0}.");
    }
}
