// Makes the data that comes with Replay: a year of a made-up shop. The same seed gives the same files, byte for byte.
// dotnet run --project samples/Generator -- samples/Replay/data/lamps
using System.Globalization;
using Generator;

var seed = 2025;
if (args.Length > 2 || (args.Length == 2 && !int.TryParse(args[1], NumberStyles.None, CultureInfo.InvariantCulture, out seed)))
{
    Console.Error.WriteLine("Usage: generator [FOLDER [SEED]], where the seed is a whole number.");
    return 2;
}

var shop = new Shop(seed).Run();
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"{shop.People.Count:N0} customers, {shop.Shares.Count:N0} shares, {shop.Clicks.Count:N0} clicks, {shop.Orders.Count:N0} orders"));
if (args.Length == 0)
{
    Console.WriteLine("Nothing was written: name a folder to write the year into.");
    return 0;
}

Directory.CreateDirectory(args[0]);
ShopFiles.Write(shop, args[0]);
return 0;
