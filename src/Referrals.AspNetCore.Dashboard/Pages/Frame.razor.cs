using System.ComponentModel;

namespace Referrals.AspNetCore.Dashboard.Pages;

/// <summary>The frame around every page: menu, who is signed in, style and script.</summary>
/// <remarks>Public because Razor makes it so; nothing of it is promised.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class Frame;
