using BenchmarkDotNet.Running;
using Referrals.Benchmarks;

if (args is ["storage", ..])
{
    return await StorageThroughput.RunAsync(args[1..]);
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
