namespace Referrals.Codes;

/// <summary>
/// The group, and the anti-symmetric permutation of it, that the check characters of an alphabet are computed with.
/// </summary>
/// <remarks>
/// <para>
/// Verhoeff's scheme ("Error Detecting Decimal Codes", 1969): the symbols d0 ... dk, the last of them the check
/// character, are right when p^k(d0) · p^(k-1)(d1) · ... · p(d(k-1)) · dk is the neutral element. Every wrong single
/// symbol is found because a group cancels. Every swap of neighbours is found when p(x) · y differs from p(y) · x for
/// all x and y that differ. Such a p is taken for each size n of alphabet:
/// </para>
/// <list type="bullet">
/// <item>n odd: the integers modulo n, with p(x) = 2x.</item>
/// <item>
/// n = 2^k · m with m odd and k at least 2: the field GF(2^k) beside the integers modulo m, with p a multiplication by
/// the field's generator and by 2. For 32 characters this is a Reed-Solomon code of distance 2, which finds the swap of
/// any two symbols, neighbours or not.
/// </item>
/// <item>
/// n = 2m with m odd (10, 26): the dihedral group of n elements, as H. P. Gumm, "A new class of check-digit methods for
/// arbitrary number systems", IEEE Transactions on Information Theory 31 (1985), with p(r^a) = r^-a and p(r^a s) =
/// r^(a+1) s.
/// </item>
/// </list>
/// </remarks>
internal sealed class CheckGroup
{
    private static readonly int[] FieldPolynomials = [0, 0, 0b111, 0b1011, 0b10011, 0b100101];
    private static readonly CheckGroup?[] BySize = new CheckGroup?[37];

    private readonly byte[] _permutation;

    private CheckGroup(int size)
    {
        Size = size;
        IsExclusiveOr = int.IsPow2(size);
        Products = new byte[size * size];
        Inverses = new byte[size];
        _permutation = new byte[size];
        for (var x = 0; x < size; x++)
        {
            _permutation[x] = (byte)Permute(x, size);
            for (var y = 0; y < size; y++)
            {
                var product = Multiply(x, y, size);
                Products[x * size + y] = (byte)product;
                Inverses[x] = product == 0 ? (byte)y : Inverses[x];
            }
        }
    }

    internal int Size { get; }

    /// <summary>Whether the product is simply the exclusive or.</summary>
    internal bool IsExclusiveOr { get; }

    /// <summary>The product of x and y, at x · size + y. The neutral element is 0.</summary>
    internal byte[] Products { get; }

    /// <summary>What gives the neutral element when multiplied from the right.</summary>
    internal byte[] Inverses { get; }

    internal static CheckGroup For(int size) => BySize[size] ??= new CheckGroup(size);

    /// <summary>
    /// For codes with this many symbols before the check character: p^(length-i)(x), at i · size + x; the last row, of
    /// the check character itself, leaves x as it is.
    /// </summary>
    internal byte[] Weights(int length)
    {
        var weights = new byte[(length + 1) * Size];
        for (var x = 0; x < Size; x++)
        {
            var weighted = (byte)x;
            for (var i = length; i >= 0; i--)
            {
                weights[i * Size + x] = weighted;
                weighted = _permutation[weighted];
            }
        }

        return weights;
    }

    private static int Multiply(int x, int y, int size)
    {
        if (IsDihedral(size))
        {
            var m = size / 2;
            var (a, s) = (x % m, x / m);
            var (b, t) = (y % m, y / m);
            return (s == 0 ? a + b : a + m - b) % m + m * (s ^ t);
        }

        var field = FieldSize(size);
        return (x % field ^ y % field) + field * ((x / field + y / field) % (size / field));
    }

    private static int Permute(int x, int size)
    {
        if (IsDihedral(size))
        {
            var m = size / 2;
            return x < m ? (m - x) % m : (x + 1 - m) % m + m;
        }

        var field = FieldSize(size);
        return TimesGenerator(x % field, field) + field * (2 * (x / field) % (size / field));
    }

    private static int TimesGenerator(int x, int field)
    {
        var shifted = x << 1;
        return shifted < field ? shifted : shifted ^ FieldPolynomials[int.Log2(field)];
    }

    private static bool IsDihedral(int size) => size % 4 == 2;

    /// <summary>The largest power of two that divides the size; 1 for an odd size.</summary>
    private static int FieldSize(int size) => size & -size;
}
