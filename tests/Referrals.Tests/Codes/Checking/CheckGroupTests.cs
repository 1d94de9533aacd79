using Referrals.Codes;

namespace Referrals.Tests.Codes.Checking;

/// <summary>
/// Proves by trying all cases, for every size of alphabet and every place, that no wrong character and no swap of
/// neighbours goes unnoticed. What the rest of the code is does not matter, since a group cancels on both sides; the
/// tests do not rely on that.
/// </summary>
public class CheckGroupTests
{
    private const int Length = 19;

    public static TheoryData<int> Sizes => [.. Enumerable.Range(8, 29)];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void It_is_a_group(int size)
    {
        var group = CheckGroup.For(size);
        int Multiply(int x, int y) => group.Products[x * size + y];
        for (var x = 0; x < size; x++)
        {
            Assert.Equal(x, Multiply(x, 0));
            Assert.Equal(x, Multiply(0, x));
            Assert.Equal(0, Multiply(x, group.Inverses[x]));
            for (var y = 0; y < size; y++)
            {
                for (var z = 0; z < size; z++)
                {
                    Assert.True(Multiply(Multiply(x, y), z) == Multiply(x, Multiply(y, z)));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Every_wrong_character_is_noticed(int size)
    {
        var scheme = new Scheme(size);
        for (var place = 0; place < Length; place++)
        {
            foreach (var before in scheme.Samples)
            {
                var ends = Enumerable.Range(0, size).Select(x => scheme.After(before, (place, x)));
                Assert.Equal(size, ends.Distinct().Count());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Every_swap_of_neighbours_is_noticed(int size)
    {
        var scheme = new Scheme(size);
        for (var place = 0; place < Length; place++)
        {
            for (var before = 0; before < size; before++)
            {
                for (var x = 0; x < size; x++)
                {
                    for (var y = 0; y < x; y++)
                    {
                        Assert.True(
                            scheme.After(before, (place, x), (place + 1, y)) != scheme.After(before, (place, y), (place + 1, x)),
                            $"{x} and {y} at place {place} of {size} symbols");
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(32)]
    public void Swaps_at_any_distance_are_noticed_by_a_field(int size)
    {
        var scheme = new Scheme(size);
        for (var distance = 1; distance < Math.Min(size - 1, Length); distance++)
        {
            for (var x = 0; x < size; x++)
            {
                for (var y = 0; y < x; y++)
                {
                    Assert.NotEqual(scheme.After(0, (0, x), (distance, y)), scheme.After(0, (0, y), (distance, x)));
                }
            }
        }
    }

    /// <summary>The running product, with the check character as the last place.</summary>
    private sealed class Scheme(int size)
    {
        private readonly CheckGroup _group = CheckGroup.For(size);
        private readonly byte[] _weights = CheckGroup.For(size).Weights(Length);

        internal IEnumerable<int> Samples => Enumerable.Range(0, size);

        internal int After(int state, params ReadOnlySpan<(int Place, int Symbol)> symbols)
        {
            foreach (var (place, symbol) in symbols)
            {
                var weighted = place == Length ? symbol : _weights[place * size + symbol];
                state = _group.Products[state * size + weighted];
            }

            return state;
        }
    }
}
