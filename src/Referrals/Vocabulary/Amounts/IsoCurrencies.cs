using System.Collections.Frozen;

namespace Referrals;

/// <summary>
/// The currencies of ISO 4217 and their minor digits: the active ones (list one), and those retired since 1999 (list three), in which histories,
/// balances and old orders still are. A currency never stops being money.
/// </summary>
internal static class IsoCurrencies
{
    private static readonly FrozenDictionary<string, int> Digits = Build();

    internal static bool TryDigits(string code, out int digits) => Digits.TryGetValue(code, out digits);

    private static FrozenDictionary<string, int> Build()
    {
        const string None = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
        const string Two =
            "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF "
            + "CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL "
            + "HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU "
            + "MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR "
            + "SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED "
            + "VES WST XCD XCG YER ZAR ZMW ZWG";
        const string Three = "BHD IQD JOD KWD LYD OMR TND";
        const string Four = "CLF UYW";
        const string RetiredNone = "ADP BEF BYB BYR ESP GRD ITL LUF MGF PTE TPE TRL";
        const string RetiredTwo =
            "AFA ANG ATS AYM AZM BGL BGN CSD CUC CYP DEM EEK FIM FRF GHC GWP HRK IEP LTL LVL MRO MTL MZM NLG RUR SDD SIT SKK SLL "
            + "ROL SRG STD TMM USS VEB VEF XEU YUM ZMK ZWD ZWL ZWN ZWR";

        var digits = new Dictionary<string, int>(StringComparer.Ordinal);
        Add(None, 0);
        Add(Two, 2);
        Add(Three, 3);
        Add(Four, 4);
        Add(RetiredNone, 0);
        Add(RetiredTwo, 2);
        return digits.ToFrozenDictionary(StringComparer.Ordinal);

        void Add(string codes, int count)
        {
            foreach (var code in codes.Split(' '))
            {
                digits.Add(code, count);
            }
        }
    }
}
