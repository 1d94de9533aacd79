namespace Referrals.Codes.Folding;

/// <summary>The 36 characters that codes are made of, by number: 0 to 9 are the digits, 10 to 35 the letters.</summary>
internal static class Symbol
{
    internal const int Count = 36;

    private const string Characters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    internal static char ToChar(int symbol) => Characters[symbol];

    /// <summary>The number of a character that is known to be a digit or a capital letter.</summary>
    internal static int Of(char c) => c <= '9' ? c - '0' : c - 'A' + 10;

    internal static bool IsDigit(int symbol) => symbol < 10;
}
