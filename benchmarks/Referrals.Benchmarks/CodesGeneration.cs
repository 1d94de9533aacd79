using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Referrals.Codes;
using Referrals.Pipeline;

namespace Referrals.Benchmarks;

/// <summary>
/// One new code: ours has ten characters, the last of which checks the others, and contains no listed word; the peers'
/// have ten characters and promise neither.
/// </summary>
[MemoryDiagnoser]
[ShortRunJob]
public class CodesGeneration
{
    private readonly string _alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private readonly int _length = 10;
    private readonly CodeFormat _ten = CodeFormat.Create(c => c.Length(9).WithCheckCharacter());
    private readonly CodeFormat _tenOf25 = CodeFormat.Create(c => c.Length(9).WithCheckCharacter().Alphabet(CodeAlphabet.Distinct));

    [Benchmark(Baseline = true)]
    public string CodeAsString() => CodeGenerator.Next(_ten, CryptographicRandomness.Instance).ToString();

    [Benchmark]
    public ReferralCode CodeAsValue() => CodeGenerator.Next(_ten, CryptographicRandomness.Instance);

    [Benchmark]
    public ReferralCode CodeOf25Characters() => CodeGenerator.Next(_tenOf25, CryptographicRandomness.Instance);

    [Benchmark]
    public string RandomNumberGeneratorGetString() => RandomNumberGenerator.GetString(_alphabet, _length);

    [Benchmark]
    public string GuidCut() => Guid.NewGuid().ToString("N")[.._length].ToUpperInvariant();
}
