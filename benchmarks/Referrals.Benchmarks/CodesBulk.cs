using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Referrals.Codes;
using Referrals.Pipeline;

namespace Referrals.Benchmarks;

/// <summary>
/// A million different codes, checked and screened; beside them the same number of plain random texts in a set, which
/// promise neither.
/// </summary>
[MemoryDiagnoser]
[ShortRunJob]
public class CodesBulk
{
    private readonly int _count = 1_000_000;
    private readonly string _alphabet = CodeAlphabet.Crockford.Characters;

    [Benchmark(Baseline = true)]
    public int Distinct() => CodeGenerator.Distinct(CodeFormat.Default, _count, CryptographicRandomness.Instance).Count;

    [Benchmark]
    public int TextsInSet()
    {
        var codes = new HashSet<string>(_count);
        while (codes.Count < _count)
        {
            _ = codes.Add(RandomNumberGenerator.GetString(_alphabet, 9));
        }

        return codes.Count;
    }
}
