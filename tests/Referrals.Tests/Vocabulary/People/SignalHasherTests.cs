using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Referrals.Tests.Vocabulary.People;

public sealed class SignalHasherTests
{
    private static readonly byte[] Pepper = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
    private static readonly SignalHasher Hasher = SignalHasher.Create(Pepper);

    [Fact]
    public void Hash_is_HMAC_over_length_prefixed_fields()
    {
        // Computed with Python: hmac.new(bytes(range(1, 33)), b"".join(len(f).to_bytes(4, "big") + f for f in
        // [b"person signal 1", b"", b"email:", b"bob@example.com"]), "sha256").digest()[:16], base64url.
        Assert.Equal("email:QwvR57WHY9PPKv8wL3Cniw", Assert.Single(Hasher.Signals(s => s.Email("Bob@Example.com")).Hashes));
    }

    [Fact]
    public void Every_kind_has_a_hash_of_its_own()
    {
        var signals = Hasher.Signals(s => s.Email("1@x.example").Phone("+33639981234").Payment("x").Device("x").Address("x"));

        Assert.Equal(["address", "device", "email", "payment", "phone"], signals.Hashes.Select(hash => hash.Split(':')[0]));
        Assert.Equal(5, signals.Hashes.Select(hash => hash.Split(':')[1]).Distinct().Count());
        Assert.All(signals.Hashes, hash => Assert.Equal(22, hash.Split(':')[1].Length));
        Assert.Equal("x.example", signals.EmailDomain);
        Assert.Equal("5 hashed signals", signals.ToString());
    }

    [Fact]
    public void Another_pepper_or_tenant_gives_other_hashes()
    {
        PersonSignals[] all =
        [
            .. new[] { Hasher, SignalHasher.Create(Pepper, TenantId.From("a")), SignalHasher.Create(Pepper, TenantId.From("b")), SignalHasher.Create(new byte[32]) }
                .Select(hasher => hasher.Signals(s => s.Device("d")))
        ];

        Assert.Equal(4, all.Distinct().Count());
    }

    [Fact]
    public void What_is_not_known_is_left_out_and_what_cannot_be_read_is_noted()
    {
        var signals = Hasher.Signals(s => s.Email(null).Phone("06 39 98 12 34").Payment(" ").Device(null).Address(""));

        Assert.Empty(signals.Hashes);
        Assert.Equal([SignalKind.Phone], signals.Unreadable);
        Assert.False(signals.IsEmpty);
        Assert.Equal(PersonSignals.None, Hasher.Signals(s => s.Email("")));
        Assert.NotEmpty(Hasher.InCountry("33").Signals(s => s.Phone("06 39 98 12 34")).Hashes);
    }

    [Fact]
    public void Address_ignores_case_and_white_space_only()
    {
        Assert.Equal(Hash("12 rue de la Paix\n75002 PARIS"), Hash("  12  Rue de la paix 75002 Paris"));
        Assert.NotEqual(Hash("12 rue de la Paix"), Hash("12, rue de la Paix"));

        static PersonSignals Hash(string address) => Hasher.Signals(s => s.Address(address));
    }

    [Fact]
    public void Device_and_card_are_taken_as_they_are() =>
        Assert.Equal(4, Hasher.Signals(s => s.Device("Ab").Device("ab").Payment("Ab").Payment("ab")).Hashes.Count);

    [Fact]
    public void Too_many_signals_and_short_peppers_are_refused()
    {
        Assert.Throws<InvalidOperationException>(() => Hasher.Signals(s => Enumerable.Range(0, 9).ToList().ForEach(i => s.Device($"d{i}"))));
        Assert.Equal("pepper", Assert.Throws<ArgumentException>(() => SignalHasher.Create(new byte[31])).ParamName);
    }

    [Fact]
    public void Nothing_raw_stands_in_the_input_that_is_stored()
    {
        var signals = Hasher.InCountry("33").Signals(s => s
            .Email("bob.smith@gmail.com").Phone("06 39 98 12 34").Payment("fp_secret").Device("device-secret").Address("12 Secret Road"));
        ReferralInput input = SignUp.Of(CustomerId.From("c-1")).With(signals);

        var json = JsonSerializer.Serialize(input, Referrals.Serialization.RecordJsonContext.Stored.ReferralInput);

        Assert.DoesNotMatch("(?i)bob|smith|3998|secret", json);
        var read = (SignUp)JsonSerializer.Deserialize(json, Referrals.Serialization.RecordJsonContext.Stored.ReferralInput)!;
        Assert.Equal(signals, read.Signals);
    }

    [Fact]
    public void Hashes_are_equal_when_and_only_when_the_normal_forms_are() => Prop.ForAll(
        EmailTextTests.Addresses().ToArbitrary(),
        EmailTextTests.Addresses().ToArbitrary(),
        (left, right) =>
        {
            var readable = EmailText.TryNormalize(left, out var first) & EmailText.TryNormalize(right, out var second);
            if (readable)
            {
                Assert.Equal(first == second, Hasher.Signals(s => s.Email(left)).Equals(Hasher.Signals(s => s.Email(right))));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
}
