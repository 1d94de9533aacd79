using BenchmarkDotNet.Attributes;
using Referrals.Codes;

namespace Referrals.Benchmarks;

/// <summary>A running number to a code and back with a secret: ten rounds of AES each way.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class CodesReversible
{
    private readonly PermutedCodes _codes = new(CodeFormat.Default, new byte[32]);
    private ReferralCode _code;
    private long _number;

    [GlobalSetup]
    public void SetUp()
    {
        for (var number = 0L; !_codes.TryGetCode(number, out _code); number++)
        {
        }
    }

    [Benchmark(Baseline = true)]
    public bool NumberToCode() => _codes.TryGetCode(_number++, out _);

    [Benchmark]
    public bool CodeToNumber() => _codes.TryGetNumber(_code, out _);
}
