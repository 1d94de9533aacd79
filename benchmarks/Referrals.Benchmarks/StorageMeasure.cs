using System.Diagnostics;
using System.Globalization;

namespace Referrals.Benchmarks;

/// <summary>How many inputs went through in a second, and how much of this process's processor each took, in several rounds.</summary>
internal sealed class StorageMeasure
{
    private readonly List<double> _perSecond = [];
    private readonly List<double> _microseconds = [];

    internal async Task RunAsync(int inputs, Func<Task> run)
    {
        GC.Collect();
        var before = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        await run();
        _perSecond.Add(inputs / watch.Elapsed.TotalSeconds);
        _microseconds.Add((Environment.CpuUsage.TotalTime - before).TotalMicroseconds / inputs);
    }

    /// <summary>Prints medians: of the rate, of its ratio to the ceiling's in the same round, and both for the processor's time.</summary>
    internal void Print(string what, StorageMeasure ceiling) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{what,-62} {Median(_perSecond),6:0} /s {Median(_perSecond.Zip(ceiling._perSecond, static (mine, best) => mine / best)),5:0%}" +
        $"   {Median(_microseconds),5:0} us of processor {Median(_microseconds.Zip(ceiling._microseconds, static (mine, best) => best / mine)),5:0%}"));

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
