using System.ComponentModel;

namespace Referrals.AspNetCore.Dashboard.Pages;

/// <summary>The search for a person, a code or an order.</summary>
/// <remarks>Public because Razor makes it so; nothing of it is promised.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class PeoplePage;
