using System.Diagnostics;
using System.Globalization;

namespace Referrals.Benchmarks;

/// <summary>The best of several rounds: how many in a second, and how much of this process's processor each took.</summary>
internal sealed class StorageMeasure
{
    private double _perSecond;
    private double _microseconds = double.MaxValue;

    internal async Task RunAsync(int count, Func<Task> run)
    {
        var before = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        await run();
        _perSecond = Math.Max(_perSecond, count / watch.Elapsed.TotalSeconds);
        _microseconds = Math.Min(_microseconds, (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / count);
    }

    /// <summary>Prints the rate, its ratio to the ceiling's, and the processor time, which a busy machine does not change as much.</summary>
    internal void Print(string what, StorageMeasure ceiling) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{what,-55} {_perSecond,7:0} /s {_perSecond / ceiling._perSecond,6:0%}   {_microseconds,6:0} us of processor {ceiling._microseconds / _microseconds,6:0%}"));
}
