import Foundation
@testable import Core
import struct Kit.Point
import func Kit.draw
import UIKit.UIView
let shape = Shape()
shape.area()
draw(Point(x: 1))
