using BenchmarkDotNet.Running;
using Referrals.Benchmarks;

switch (args)
{
    case ["storage", ..]:
        return await StorageThroughput.RunAsync(args[1..]);
    case ["simulation", ..]:
        return await SimulationSpeed.RunAsync(args[1..]);
    case ["growth", ..]:
        return await StorageGrowth.RunAsync(args[1..]);
    case ["kpi-cpu", ..]:
        return KpiCpu.Run(args[1..]);
    case ["kpi-sql", ..]:
        return await KpiSql.RunAsync(args[1..]);
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
}
