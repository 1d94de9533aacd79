using BenchmarkDotNet.Running;
using Referrals.Benchmarks;

if (args is ["storage", ..])
{
    return await StorageThroughput.RunAsync(args[1..]);
}

if (args is ["growth", ..])
{
    return await StorageGrowth.RunAsync(args[1..]);
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
