namespace Referrals;

/// <summary>How numbers are dialled inside one country.</summary>
internal sealed record PhoneCountry
{
    private PhoneCountry(string callingCode, string trunkPrefix)
    {
        CallingCode = callingCode;
        TrunkPrefix = trunkPrefix;
    }

    internal string CallingCode { get; }

    internal string TrunkPrefix { get; }

    internal static PhoneCountry Of(string callingCode, string trunkPrefix)
    {
        ArgumentNullException.ThrowIfNull(callingCode);
        ArgumentNullException.ThrowIfNull(trunkPrefix);
        if (callingCode.Length is < 1 or > 3 || callingCode[0] == '0' || !callingCode.All(char.IsAsciiDigit))
        {
            throw new ArgumentException(
                $"A calling code is 1 to 3 digits without plus sign or leading zero, such as 33; '{callingCode}' is not.", nameof(callingCode));
        }

        return trunkPrefix.Length <= 2 && trunkPrefix.All(char.IsAsciiDigit)
            ? new PhoneCountry(callingCode, trunkPrefix)
            : throw new ArgumentException(
                $"A trunk prefix is empty or up to two digits, such as 0; '{trunkPrefix}' is not.", nameof(trunkPrefix));
    }
}
